import { latinWords } from "./latin.ts";

/** First names and what people who bear them are called; a name can stand in several lines. Latin letters, no marks. */
const families = `
abigail abby gail
albert al bert bertie
alexander alex sandy sasha sascha lex alec xander sander
alexandra alex sandra sandy sasha sascha lexi
alfred al fred freddy alfie
alicia alice ali
amanda mandy
andrew andy drew
andreas andi andy
andrei andrey andrej
angela angie
anna anne ann annie anni anja anya
anthony antony tony
antonio tony toni tonio
anton toni tony
arthur art artie
barbara barb babs barbie
benjamin ben benny benji
bernhard bernd
bernard bernie
bertha bertie
bradley brad
caroline carolin carol caro carrie
catherine katherine katharina kathryn cathy kathy kate katie katy cat kat kath kathi catarina caterina
charles charlie chuck chas carl karl
charlotte lotte charlie lottie
christian chris christel
christine christina christa chris chrissy tina
christopher christoph chris kris toph topher
clara klara
daniel dan danny dani
daniela dani danielle
david dave davy davey
deborah debra deb debbie
dennis denis denny
dietrich dieter
dominik dominic dom nick
donald don donnie
dorothea dorothy doro dora dot dottie thea
douglas doug
edward eduard ed eddie eddy ned ted teddy
edwin ed eddie
eleanor elena elenore ellie nora nell
elizabeth elisabeth liz lizzy lizzie beth betty bettina eliza elise elisa lisa lisbeth liesel libby sissi elsa else
emily emilia em emma emmy
eugen eugene gene
evelyn eve evi
ferdinand ferdi fernando nando
florian flo
frances francesca fran franny fanny
francis francisco francesco franz frank frankie paco pancho
franziska franzi
frederick friedrich frederik fred freddy fritz rick
gabriel gabe
gabriele gabriela gabi gaby
george georg jorge giorgio georgie jorg juergen jurgen schorsch
gerald gerry jerry
gerhard gerd gert hardy
gregory gregor greg
guenter gunter gunther
hannah hanna johanna hanne anna
hans johannes johann hannes jan
harold harry hal
heinrich heinz henry heiner hein
helen helena helene nell lena leni
henry hank harry hal
herbert herb bert
hubert bert
ignacio nacho
irina ira
isabella isabel isabelle bella izzy
ivan vanya
jacob jakob jake
james jim jimmy jamie jem
jacqueline jackie
janet jan
jane janie jenny
jennifer jen jenny jenni
jeffrey geoffrey jeff geoff
jeremy jeremiah jerry jem
jessica jess jessie
joachim jochen achim jo
john johnny jack jon jackie
jonathan jon jonny nathan
jose pepe
josefine josephine josie fine jo
joseph josef joe joey jo sepp seppi giuseppe beppe jupp
joshua josh
judith judy judi
julia julie jule
kenneth ken kenny
kimberly kim
klaus claus nikolaus niklas nicolas nick nico niko
konstantin constantine kostya kosta costa
lawrence laurence lorenz larry laurie
leonard leonhard leonardo leo len lenny
leopold leo poldi
lillian lilly lily lil
louis ludwig luis luigi lou louie
louise luise luisa lou
lucas lukas luke luca
manuel manu manolo manny
manuela manu
margaret margarete margarethe maggie meg megan peggy marge margie greta grete gretel rita maisie
maria mary marie mia miriam molly polly maja mitzi
marcus markus mark marc marco
martin marty
martina tina
martha marta
mathilde matilda tilda tilly
matthew matthias mathias matt matty matteo hias
maximilian maxim max
melanie mel melli
michael mike mick micky mickey mischa misha michel miguel mikhail michail micha michi
michaela michi
monika monica moni mona
natalie natalia nat natasha natascha
nathaniel nathan nat nate
nicholas nicolas nikolas nick nicky nico niko nikolai kolya
nicole nicola nicky niki
olga olya
oliver ollie olli
pamela pam
patricia pat patty patsy tricia trish
patrick pat paddy rick
paul pauli
paula pauline
pavel pasha
peter pete petey petr pyotr
petra pet
philip phillip philipp phil pip
rachel rae
raymond ray
rebecca rebekka becky becca
richard rich rick ricky dick richie ricardo
robert bob bobby rob robbie robin bert roberto bobbi
roland rollo
ronald ron ronnie
rosemary rose rosie rosa
rudolf rudi rolf
samantha sam sammy
samuel sam sammy
sarah sara sally sadie
sebastian seb basti bastian
sergei sergey serge seryozha
sigrid siri sigi
siegfried sigi siggi
simon si
sophia sofia sophie fia
stanley stan
stephanie stefanie steffi steph stefania
stephen steven stefan stephan steve steph stevo
susan susanne susanna suzanne sue susi suzie suse
svetlana sveta
tatiana tatjana tanya tanja
theodore theodor ted teddy theo
theresa teresa therese resi terry tess tessa
thomas tom tommy thom tomas
timothy tim timmy
tobias tobi toby
ulrich uli ulli
ulrike uli rike
ursula uschi ulla
valentin val
vera verena vroni
veronika veronica vroni ronnie
victor viktor vic
victoria viktoria vicky tori
vincent vince vinny vinzenz
vladimir volodya vova vlad
vyacheslav slava
walter walt wally
wilhelm willi willy wil helm
william bill billy will willie willy liam
wolfgang wolf wolfi
yevgeny evgeny evgeni zhenya eugene
zachary zach zack
`;

let linesOf: Map<string, readonly number[]> | undefined;

const none: readonly number[] = [];

/** The numbers of the lines in which a first name stands; two names that share one can be the same person's. */
export function nameFamilies(first: string): readonly number[] {
  linesOf ??= readFamilies();
  return linesOf.get(first) ?? none;
}

function readFamilies(): Map<string, readonly number[]> {
  const found = new Map<string, number[]>();
  for (const [line, text] of families.trim().split("\n").entries()) {
    for (const name of new Set(latinWords(text))) found.set(name, [...(found.get(name) ?? []), line]);
  }
  return found;
}
