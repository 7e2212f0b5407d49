/**
 * Everyday words that lie near a word of the grammar. They are never taken for a slip of it: "dead deals" are not "deals",
 * "by state" is not "by stage".
 */
export const plainWords: ReadonlySet<string> = new Set(
  `ability about above accept account's accounting accurate acted acting action actions actual add adds after again against age aged agent agents
ahead alert alerts alive alone along always among amazing angry animal annual another answer anyone anything approve approved april arrived ask asked
assess assign assigned attack august auto aware away awful bad bail bake balance ball band bank base based basic basis batch beat because become began
behalf behind believe belong below bench benefit best bet better beyond bid bigger bill bit black blame blend block blocked blog blow blue board boat
body bold bond bonus book booked booking boost born boss both bought bound box brand break brief bring broad broke broken budget build built bulk burn
business busy buy buyer buyers cake calendar call called calls came campaign card care carry case cases cash cause chance change changed changes charge
chart chat cheap check churn city clean cleaned clear clever client's climb clock closed close closer closest cloud club coach coast code coin cold
collect come comes coming comment commission commit committed common company compare compete complete concern confirm consider contact contract
control cook cool copy core corner cost costs could count country course cover coverage crash create credit crm cross current curve cut cycle cycles
daily damage dance data date dates dated day days dead deaf deal deals dear death debt decade december decide decided declining deep default delay
delayed delete delta demand demo demos department deploy depth desk detail details dial die died diff different difficult dig direct discount
discounts discuss do dog done door dose double doubt down draft draw dream dress drink drive drop dropped dropping drove dry dust duty each early earn
ease east easy eat edge edit effort eight either email emails employee end ended energy enjoy enough enter enterprise entire entry equal error escalate
even event ever every evil exact example excite exit expand expansion expensive expire expired export express extend extra face fact fail failed fair
fall fallen false family fan far fast fat favorite fear feature february feed feel feet fell felt few field fight file fill final finally finance fine
fire firm first fish fit five fix fixed flag flagged flat floor flow fly focus fold folk follow food fool foot force forecast foreign forest forget
form formal format former forward found four free fresh friend frozen fruit fuel full fun fund funnel funny future gain game gap gate gave gear general
gift girl given giving glad goal goals goes gold gone good grade grand grass great green grew grey ground grow growing growth guess guest guide had hair
half hall hand hang happen happy hard hardly hat hate head health healthy hear heard heart heat heavy height held hell help here hero hide high higher
hire hired hit hold holding hole holiday home hope horse hospital hot hour hours house huge human hundred hung hunt hurt idea ideal image impact import
important improve inbound income increase indeed industry inside insist install instead intend interest invest invite invoice iron issue issues item
january job join joke judge july jump june junior keep kept key kick kid kill kind king knew known lack lady laid lake land lane language large last
latest laugh law lawyer lay lazy lead leads leader leading leak lean leap learn leave leaves led left leg legal lend lender less lesson letter level
library lie life lift light liked likely limit line link lion lip liquid listen lit little live lived lives load loan local located lock logged long
longer lonely look loose lord lose loser loses losing lot lots loud love loved low lower lowest luck lunch machine mad made mail main major make maker
male man manage manager managers march mark market marketing master match material matter may maybe meal mean means meat media meet meeting meetings member
memory mention menu merge mess message met metric mid middle might mile mind minute mirror miss missed mistake mix mobile mode model modern moment
monday money month monthly months mood moon more morning most mother motion mouth move moved moves moving much music must nail naked named names
narrow nation near nearly neat neck need needs negative neither nerve net never news nice night nine nobody noise none noon nor normal north nose note
notes nothing notice november now nurse object occur ocean october odd off offer offers office official often oil once onboard onto ooze opener opening
opinion oral orange order orders ordinary original other others ought outbound outcome outer output oven overall overdue owed owes owing own owned owns
pace pack page paid pain paint pair pale panel paper parent park part partner partners party pass passed past path pause pay payment peace people
percent perfect perhaps period phase phone photo pick picture piece pile pilot pink pipes pitch place plain plan plane plans plant plate play please
plot plus pocket poem point poor pop popular port pose positive possible post pot potential pound power practice predict prefer prepare press pretend
pretty prevent price prime print prior private probable problem process produce profile profit program progress promise promising promote proof proper
prospect protect proud prove provide public pull purchase pure purpose push pushed put qualify quality quarter question quit quota quotas quote quotes
race rain raise raised ran random range rapid rare rate rates rather ratio raw reach read ready real reality reason receive recent record red reduce
reference region's reject rejected related relation release remain remind remote remove renew renewal renewals rent repair repeat replace reply reported
request require rescue rest result retail retain return review revise reward rich ride right ring rise risk risky rival river road rock role roll roof
room root rose rough round route row rule run running runs rural rush sad safe said salary sale sales salt same sample save saw say scale scene schedule
school score scores sea search season seat second secret section secure seed seem segment select self sell seller selling sells send senior sense sent
separate september series serious serve service session set settle seven severe sex shade shadow shake shape share sharp sheet shift shine ship shirt
shock shoe shoot shop shore short shot should shoulder shout shown shut sick side sight sign silence silly silver similar simple since sing single sink
sister site six size skill skin skip sky slack slam slave sleep slide slight slim slip slipped slipping slow slowest small smart smell smile smoke smooth
snow soap social soft software soil sold solid some someone son song soon sore sorry sort soul sound soup south space spare speak special speed spend
spent split spoke sport spot spread spring staff stages stair stake stamp stand standard standing star stare start started state stated statement states
stay steal steel stem steps stick still stock stone stood stop store storm story strange strategic stream street stress strike string strong student
study stuff stupid style subject succeed success such sudden suffer sugar suggest suit summer sun super support sure surprise sweet swim switch symbol
system table tail take taken talk tall tank target task taste tax tea teach teach tear tech tell temp ten term test text thank theme thick thin thing
things think third thirty thought thousand thread threat three threw throw thus ticket tie tied tier tight till time timeline times tiny tip tired title
today together token told tomorrow tone tonight took tool tooth topic tore toss total touch tough tour toward town toy track trade traffic trail train
training transfer travel treat tree trend trends trial tribe trick tried trip trouble truck true trust truth try turn twice twin two type ugly unable
uncle under unit unless unlike unlikely unpaid until upper upset upsell urgent use used useful user users usual vague valid valley valued vary vast
verbal verify very video viewed village visit vital voice vote wage wait waiting wake walk wall want war warm warn wash waste watch water wave weak
wealth wear weather website wedding week weekend weekly weigh weight welcome well went west wet wheel when where while white wide wife wild will willing
wind window wine wing winner winning winnable wins wire wise wish within woman won't wonder wood word work worked worker works world worry worse worst
worthy would wound wrap write wrong yard yeah year yellow yes yesterday yet young yourself zero zone states hottest riskiest probability probable likelihood
weeks months quarters days years weighted commit upside attainment velocity conversion converted leaderboard churned churning renewing slips pushes
addressed advance advances aide almost approximate assisted attending auction banks bases batter bedside beginnings belongings bets booth
bottoms broker butter calculate calculated calculator caller carried carrier carriers cart cease cells chances charged cheated combine combined
commence commend commits composed computer concerned concert concession conclude concluded concludes conducted confession connects consented construct
contained contains contests contracted contractor contradict contrary contrast convention conventions conversation conversations converse correctly
countless courts crate creative currents defending deliver delivered deliveries delivers delivery depending directly director directors displays
distributor dominated donation donations doubled doubles drawn draws driver drivers drops employed employer exceeded exception exceptional exceptions
excessive executed exits exploded extensive facing familiar favors feast fellow files finishes firms fist flavor flights followers fond foremost forum
frequently furnished generator goods guests handed handle handled handler handles hating heads historical ignored inclined injuries insides
interactions intro involved kids lasted latter layer leagues leaking leaning lifted liking linger living loads locks logs losers marked marker markers
marking menus messed messing minds minors minutes misses movements movie multiply narrows needy ordering organize outsider palace parts pasta paste
phrase phrases planner planted plates played pleased plots postpone precious presented presents producer producers production programs prosecution
protected protection provider pushy rally rational reacted recommended records regards regressed relatively relatives relieved rely reminding reopened
repeating replay reschedule resent reserved resort restricted revenge reversed rewarded rewarding rewards rights rules sack sand saved scales scanning
scent seconds seize serves settling shipped shipping shooter shopping shortcut sides skipped skipping sleeping speeds speedy spell spelling spending
spite splits stable stakes starch stars starved statue stays steaming steering sticks stiff stocked stocks stole stopping stops strand strangest
stunning subjected suggests superior superiors supervise supplied supported supposedly surge suspects tables tablet teaching territorial tiger
tire tracing trailing treating unlocked waited walks wasted weighed wheat wider winding wings worlds`
    .split(/\s+/)
    .filter((word) => word !== ''),
);
