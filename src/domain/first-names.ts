import { withoutAccents } from './typography.ts';

const listed = (...lines: string[]): ReadonlySet<string> => new Set(lines.join(' ').split(' '));

/** First names that are hardly ever family names. */
const GIVEN = listed(
  // Women
  'adele agathe agnes aicha alexandra alexia alice alicia aline alison alix alma amandine amelie amina amira ana',
  'anais andrea andree angela angelina angelique anissa anita anna annabelle anne annick annie antoinette apolline',
  'ariane arlette asma assia astrid aude audrey aurelia aurelie aurore axelle beatrice benedicte berengere',
  'bernadette berthe betty brigitte camelia camille capucine carine carla carmen carole caroline catherine cathy',
  'cecile cecilia celeste celia celine chantal charlene charlotte chiara chloe christelle christiane christine',
  'claire clara clarisse claudia claudine clelia clemence clementine clothilde colette coline constance coralie',
  'corinne cristina cynthia daniele danielle daphne deborah delphine denise diana diane doris dorothee edith elena',
  'eleonore eliane elina elisa elisabeth elise elizabeth elodie eloise elsa emeline emilie emma emmanuelle erika',
  'estelle esther eugenie eva evelyne fabienne fanny fatiha fatima fatma fatou fernande flavie fleur flora flore',
  'florence floriane france francine francoise frederique gabriella gabrielle gaelle genevieve georgette geraldine',
  'germaine ghislaine gilberte ginette gisele giulia gladys graziella gwenaelle habiba hanna hannah heidi helena',
  'helene heloise henriette hortense houria huguette ilona imane ines ingrid irene iris isabel isabella isabelle',
  'jacqueline jade jamila jane janine jasmine jeanine jeanne jeannine jenna jennifer jessica joana joelle johanna',
  'josephine josette josiane judith julia juliana julie julienne juliette justine karen karima karine katia kelly',
  'khadija laetitia laila lara latifa laura laure laurence laurie lea leila lena leonie leonor leslie leticia lila',
  'lilas liliane lina linda lisa lise lola lou louisa louise lucette lucia lucie lucienne lucile lydia lydie lynda',
  'madeleine maelle maelys maeva magali magalie maite malika manon marcelle margaret margaux margot marguerite',
  'maria mariam mariama marianne marielle marina marine marion marjorie marlene marta marthe martina martine',
  'maryline maryse maryvonne mathilde maud melanie meline melissa melody meriem michele micheline michelle mireille',
  'moira monica monique morgane muriel mylene myriam nabila nadege nadia nadine naima nancy nassima natacha natalia',
  'nathalie nawel nelly nicole nina ninon noelle noemie nolwenn nora norah nour oceane odette odile olga olivia',
  'ophelie oriane orianne paola pascale patricia paula paule paulette pauline peggy perrine priscilla prune',
  'quitterie rachel rachida raphaelle raymonde regine reine renata rita roberte rokhaya rolande romane romy rosalie',
  'roselyne roxane sabine sabrina safia salima salome samia samira sandra sandrine sara sarah saskia selma servane',
  'severine sharon sheila sidonie simone sofia solange solene soline sonia sophia sophie soraya stella stephanie',
  'susan suzanne suzy sylvaine sylvia sylvie tania tatiana tessa thais therese tiphaine ursula valentine valeria',
  'valerie vanessa vera veronika veronique victoire victoria vinciane virginie viviane wendy wiktoria xaviere',
  'yasmina yasmine yolande yvette yvonne zahra zelie zineb zoe zohra',
  // Men
  'abdel abdelkader abdellah adrien alejandro alessandro anders andreas andrei andrzej antonio aziz bakary bartosz',
  'boubacar cedric cheikh corentin cyril cyrille dimitri djamel dylan edouard enzo erwan ethan fabien fabrice',
  'fabrizio farid felipe florian frederic gaetano geoffrey giovanni giuseppe gregory guilhem gustavo gwendal',
  'heinrich ibrahima igor ilyes javier jeremie jeremy jerome jesus jimmy joao joaquim jorg jorge jurgen kevin',
  'killian klaus kylian leandro loic lorris ludovic ludwig luigi manuel marek mateo mathis matteo matthias mattia',
  'maxence mehdi mickael mihai mourad mustapha nabil nadir nathan nuno olivier ousmane pawel piotr reda ricardo',
  'riccardo rodolphe rodrigo romuald ronan sacha salvatore samir sebastien sergei sergio sofiane stefano stephane',
  'steve sven sylvain tarek thibaud thibaut thierno thierry timothee tomasz ulrich vladimir walid wolfgang xavi',
  'yacine yann yannick yannis yassine yohan yvan zinedine',
);

/** First names that are family names as well. */
const SHARED = listed(
  'abdallah abdoulaye adam ahmed alain albert alberto alexandre alexis alfonso alfred allan alonso amadou ambroise',
  'andre andrew ange anselme anthony antoine anton antonin armand arnaud arthur aubin auguste augustin aurelien',
  'axel baptiste barbara barnabe barthelemy basile bastien baudouin ben benjamin benoit bernard bertrand blaise',
  'boris brahim brice bruno carl carlos charles christian christophe christopher claude clement colin come constant',
  'constantin cyprien damien daniel dany david denis desire didier diego dominique edgar edmond elias eloi emile',
  'emilio emmanuel eric erik ernest esteban etienne eugene eustache evan fabian felix ferdinand fernand fernando',
  'firmin florent francis francisco franck francois frank fred gabriel gael gaetan gaspard gaston gauthier gautier',
  'georges gerald gerard germain gerome gilbert gilles gregoire guillaume gustave guy hamid hamza hans harry hassan',
  'henri henry herve hicham hubert hugo humbert ibrahim idriss isaac isidore ismael ivan jack jacob jacques jaime',
  'james jan jean jehan joachim joel joffrey johan johann john jonas jonathan jordan joris jose joseph jules julien',
  'justin kamel karim khaled lambert laurent lazare leo leon leonard leopold lionel lorenzo louis loup luc luca',
  'lucas lucien luis malik mamadou marc marceau marcel marco marie mario marius martin mathias mathieu matthieu',
  'maurice max maxime maximilien michael michel miguel modeste mohamed mohammed moussa nestor nicolas noah noe noel',
  'norbert octave odilon omar oscar pablo pascal patrice patrick paul paulin pedro peter philibert philippe pierre',
  'prosper quentin rachid raoul raphael rayan raymond regis remi remy rene richard robert robin roch roger roland',
  'romain romeo rose ryan said salomon samson samuel sauveur sebastian serge simeon simon slimane stanislas stefan',
  'stephan steven sylvestre tanguy thaddee theo theodore theophile thomas tom tony tristan tudor ulysse urbain',
  'valentin valery victor vincent vivien walter wilfried william xavier yoann youssef yvain yves yvon zacharie',
);

/** « Jean Paul », « Marie Anne »: those that begin a double first name. */
const LEADING = listed('jean marie anne pierre');

/** Second halves with which « Jean … », « Marie … » is a first name more often than a whole name. */
const USUAL_SECONDS = listed(
  'claude pierre paul marc luc louis francois jacques yves marie charles baptiste noel philippe',
);
/** Family names that their bearers say before the others. */
const EASTERN = listed(
  'nguyen tran pham huynh hoang phan dang bui ngo duong truong wang zhang liu chen huang zhao zhou zhu xu sun lin guo luo',
);

export const isEasternFamilyName = (word: string): boolean => EASTERN.has(withoutAccents(word).toLowerCase());

const partsOf = (word: string): string[] => withoutAccents(word).toLowerCase().split('-');

/** Whether the two make one double first name. */
export const isDoubleFirstName = (first: string, second: string): boolean =>
  LEADING.has(partsOf(first)[0] ?? '') && isFirstName(second);

/** « Jeanne », « Jean-Pierre », « Paul »: it may be a family name too. */
export const isFirstName = (word: string): boolean => {
  const [head = ''] = partsOf(word);
  return GIVEN.has(head) || SHARED.has(head);
};

/** « Jeanne », « Jean-Pierre », « Thierry »: a first name, and no family name. */
export const isOnlyFirstName = (word: string): boolean => {
  const [head = '', second] = partsOf(word);
  return GIVEN.has(head) || (second !== undefined && isDoubleFirstName(head, second));
};

/** « Jean Claude », « Anne Marie »: two words that may be no more than a first name. */
export const isUsualDouble = ([first = '', second = '', ...others]: readonly string[]): boolean =>
  others.length === 0 && isDoubleFirstName(first, second) && USUAL_SECONDS.has(partsOf(second)[0] ?? '');
