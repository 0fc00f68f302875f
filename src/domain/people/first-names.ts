import { withoutAccents } from '../typography.ts';

const listed = (...lines: string[]): ReadonlySet<string> => new Set(lines.join(' ').split(' '));

/** First names that are hardly ever family names. */
const GIVEN = listed(
  // Women
  'adele agathe agnes aicha aissatou alexandra alexia alice alicia aline alison alix alma amandine ambre amelie',
  'amina aminata amira ana anais andrea andree angela angelina angelique anissa anita anna annabelle anne annick',
  'annie antoinette antonella apolline ariane arlette asma assia astrid aude audrey aurelia aurelie aurore awa',
  'axelle beatrice benedicte berengere bernadette berthe bertille betty birgit blandine brigitte camelia camille',
  'capucine carine carla carmen carole caroline catherine cathy cecile cecilia celeste celia celine chantal',
  'charlene charlotte chiara chloe christelle christiane christine claire clara clarisse claudia claudine clelia',
  'clemence clementine clothilde clotilde colette coline constance coralie corinne cristina cunegonde cynthia',
  'daniele danielle daphne deborah delphine denise diana diane dolores domitille doris dorothee edith ekaterina',
  'elena eleonore eliane elina elisa elisabeth elise elizabeth elodie eloise elsa emeline emilie emma emmanuelle',
  'erika estelle esther eugenie eva evelyne fabienne fanny fatiha fatima fatma fatou fernande flavie fleur flora',
  'flore florence floriane france francesca francine francoise frederique gabriella gabrielle gaelle garance',
  'genevieve georgette geraldine germaine gertrude ghislaine gilberte ginette gisele giulia gladys graziella greta',
  'gwenaelle gwenola habiba hanna hannah heidi helena helene heloise henriette hermine hortense houria huguette',
  'ilona imane ines ingeborg ingrid irene iris iryna isabel isabella isabelle jacqueline jade jamila jane janine',
  'jasmine jeanine jeanne jeannine jenna jennifer jessica joana joelle johanna josephine josette josiane judith',
  'julia juliana julie julienne juliette justine kadiatou karen karima karine katell kateryna katia kelly',
  'khadidiatou khadija laetitia laila lara latifa laura laure laurence laurie lea leila lena leonie leonor leslie',
  'leticia lila lilas liliane lina linda lisa lise lola lou louane louisa louise lucette lucia lucie lucienne',
  'lucile ludmila lydia lydie lynda madeleine maelle maelys maeva magali magalie maite maiwenn malika manon',
  'marcelle margaret margaux margot marguerite maria mariam mariama marianne marielle marina marine marion marjorie',
  'marlene marta marthe martina martine maryline maryse maryvonne mathilde maud melanie meline melissa melody',
  'mercedes meriem michele micheline michelle mireille moira monica monique morgane muriel mylene myriam nabila',
  'nadege nadia nadine naima nancy nassima natacha natalia nathalie nathanaelle nawel ndeye nelly nicole nina ninon',
  'noelle noemie nolwenn nora norah nour oceane odette odile oksana olena olga olivia ombeline ophelie oriane',
  'orianne ouarda oumayma paola pascale patricia paula paule paulette pauline peggy perrine philippine pilar',
  'priscilla prune quitterie rachel rachida raphaelle raymonde regine reine renata rita roberte rokhaya rolande',
  'romane romy rosa rosalie roselyne roxane rozenn sabine sabrina safia safiya salima salome samia samira sandra',
  'sandrine sara sarah saskia segolene selma servane severine sharon sheila sidonie simone sofia soizic solange',
  'solene soline sonia sophia sophie soraya stella stephanie susan suzanne suzy svetlana sylvaine sylvia sylvie',
  'tania tatiana tessa thais therese tiphaine ulla ursula valentine valeria valerie vanessa vera veronika veronique',
  'victoire victoria vinciane virginie viviane wendy wiktoria xaviere yamina yasmina yasmine yolande yuliia yvette',
  'yvonne zahra zelie zineb zoe zohra',
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
  'kader rahman majid',
  'abdallah abdou abdoul abdoulaye adam ahmed alain albert alberto aldo alexandre alexis alfonso alfred ali allan',
  'alonso amadou amaury ambroise amine anas andre andrew andriy ange angelo anselme anthony antoine anton antonin',
  'armand arnaud arthur aubin auguste augustin aurelien axel aymeric baptiste barbara barnabe bart barthelemy',
  'basile bastien baudouin ben benjamin benoit bernard bernardo bertrand bilal blaise boris brahim brice bruno carl',
  'carlos charles cheick christian christophe christopher claude clement colin come connor constant constantin',
  'cyprien damien daniel dany david denis desire didier diego diogo dirk dmytro dominique edgar edmond elias eloi',
  'emile emilio emmanuel enguerrand enrique eric erik ernest esteban etienne eugene eustache evan fabian fabio',
  'felice felix ferdinand fernand fernando firmin florent foulques francesco francis francisco franck franco',
  'francois frank fred fulbert gabriel gael gaetan gaspard gaston gauthier gautier georges gerald gerard germain',
  'gerome ghislain gilbert gilles gino giorgio giulio gontran gonzague gregoire guillaume gunther gustave guy',
  'gwenael hamid hamza hans harry hassan helmut hendrik henri henry herve hicham hubert hugo hugues humbert ibrahim',
  'idriss ilyas isaac isidore ismael issa ivan jack jacob jacques jaime james jan jean jehan jeroen joachim joaquin',
  'joel joffrey johan johann john jonas jonathan joost jordan joris jose joseph jules julien justin kamel karim',
  'khaled kieran lambert lars laurent lazare leo leon leonard leopold liam lionel loig lorenzo louis loup luc luca',
  'lucas lucien luis malik mamadou marc marceau marcel marco marie mario marius martin mathias mathieu matthieu',
  'maurice max maxime maximilien michael michel miguel modeste mohamed mohammed moussa moustapha nestor nicolas',
  'nino noah noe noel norbert octave odilon ole oleksandr omar oscar oumar pablo paolo pascal patrice patrick paul',
  'paulin pedro peter philibert philippe piero pierre pieter pietro prosper quentin rachid rafael ramon raoul',
  'raphael raul rayan rayane raymond regis remi remy rene renzo richard robert roberto robin roch roger roland',
  'romain romeo rose ruben rui ryan said salomon sami samson samuel sauveur sean sebastian serge sergey seydou',
  'silvio simeon simon sixte slimane soren stanislas stefan stephan steven sylvestre tancrede tanguy thaddee theo',
  'theodore theophile thomas tiago tom tony tristan tudor tugdual ugo ulysse urbain uwe valentin valery victor',
  'vincent vito vivien walter wilfried willem william xavier yanis yannig yoann youssef yvain yves yvon zacharie',
);

/** « Jean Paul », « Marie Anne »: those that begin a double first name. */
const LEADING = listed('jean marie anne pierre abdel abd abdoul');

/** Second halves with which « Jean … », « Marie … » is a first name more often than a whole name. */
const USUAL_SECONDS = listed(
  'claude pierre paul marc luc louis francois jacques yves marie charles baptiste noel philippe',
);
/** Family names that their bearers say before the others. */
const EASTERN = listed(
  'nguyen tran pham huynh hoang phan dang bui ngo duong truong wang zhang liu chen huang zhao zhou zhu xu sun lin guo luo park choi',
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
