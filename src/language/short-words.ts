/**
 * Ordinary words of three and four letters, over and above the grammar's and the plain ones. None of them is a slip of
 * somebody's name: whoever asks for "loan deals" does not mean Logan. They may still be names themselves.
 */
const ordinary: ReadonlySet<string> = new Set(
  `ace act ado age aid aim air ale all and ant any ape app apt arc are ark arm art ash ask asp ate awe axe bag ban bar bat bay bed bee beg bet big bin bog
boo bow boy bra bud bug bum bun bus but cab can cap cat cow cry cub cue cup dad dam dan den dew dim din dip dna dot dry due dug duo dye ear eat egg ego elf
elk elm emu end era eve eye fab fad fan fat fax fed fee few fib fig fin fir fit fix flu fly foe fog for fox fry fun fur gag gap gas gel gem get gig gin gum
gun gut guy gym had ham has hat hay hen her hey hid him hip his hit hoe hog hop how hub hue hug hut ice ill ink inn ion its ivy jab jam jar jaw jet jog joy
jug key kid kin kit lab lad lap law leg let lid lip log lot low mac man map mat may men met mid mix mob mom mop mud mug nap nay net new nil nip nod nor not
now nun nut oak oar oat odd off oil old one opt orb ore our out owe owl own pad pal pan par pat paw pay pea peg pen per pet pie pig pin pit plus pod pop pot
pro pub pun pup put rag ram ran rap rat raw ray red ref rep rib rid rig rim rip rob rod roe rot row rub rug rum run rye sad sap saw say sea see set sew shy
sin sip sir sit six ski sky sly sob sow soy spa spy sub sue sum sun tab tag tan tap tar tax tea tie tin tip toe ton too top toy try tub tug two urn use van
vat vet via vow wag war wax way web wed wet who why wig win wit woe wok won wow yak yam yap yes yet you zap zen zip zoo

able ably aced aces ache achy acid acne acre afar aged agog ahem ahoy aide ails aims airs airy ajar akin alas alit ally alms alps also alto amen amid amok
ammo amps anew ankh anti ants apes apex apps aqua arch arcs area arid arks arms army arts ashy asks atom atop aunt aura auto avid avow awry axed axes axis
axle babe baby back bags bait bald bale balk balm band bane bang bank bans barb bard bare bark barn bars base bash bask bass bath bats bawl bays bead beak
beam bean bear beds beef beep beer bees beet begs bell belt bend bent best beta bets bias bike bind bins bird bite bits blah bled blew blip blob blot blur
boar boat bobs boil bolt bomb bone bony boom boot bore boss bows boys brag bran brat bray brew brig brim brow buck buds buff bugs bulb bull bump bums bunk
buns buoy burn burr bury bush bust busy butt buzz byte cabs cafe cage calf calm came camp cane cans cape caps carp cars cart cash cask cast cats cave cell
cent chap char chat chef chew chin chip chop chow chum cite clad clam clan clap claw clay clip clog clot clue coal coat coax code coil coin coke cola colt
coma comb cone cool cope cops copy cord cork corn cosy coup cove cows cozy crab cram crap crew crib crop crow crux cube cubs cued cues cuff cult curb cure
curl cusp cyan dads dame damn damp dams dare dark darn dart dash daze dead deaf dean dear debt deck deed deem deer deli demo dent deny dice dies diet dill
dime dine dire dirt disc dish disk dive dock does dogs doll dome done doom dorm dose dots dove doze drag dram draw drew drip drop drum dual duck duct dude
dues duet duke dull duly dumb dump dune dunk dusk dust dyed each earl earn ears ease east easy eats echo edge edgy eggs egos else emit ends envy epic eras
eros etch euro even ever evil exam exec exes exit expo eyed eyes face fact fade fair fake fame fang fans fare farm fast fate fats fawn faze fear feat feed
feel fees fell felt fern feta feud fifa figs file fill film find fine fins fire firm fish fist fits five flag flak flap flat flaw flea fled flee flew flex
flip flit flog flop flow flux foal foam foes foil fold folk fond font food fool foot fore fork form fort foul four fowl foxy fray free fret from fuel full
fume fund funk furl fury fuse fuss fuzz gain gait gala gale gall game gang gape gaps garb gasp gate gave gawk gaze gear geek gels gems gene germ gets gift
gill gilt gist give glad glee glen glib glow glue glum gnat goal goat goes gold golf gone gong good goof goon gosh gown grab gram gran gray grew grey grid
grim grin grip grit grow grub guns guru gush gust guts guys hail hair half hall halo halt hams hand hang hard hare harm harp hash hate hats haul have hawk
haze hazy head heal heap hear heat heed heel heir held hell helm help hemp hens herb herd here hero hers hike hill hilt hint hips hire hiss hits hive hoax
hold hole holy home hone hood hoof hook hoop hoot hope hops horn hose host hour hubs hues huge hugs hulk hull hump hung hunk hunt hurl hurt hush husk huts
hymn hype icon idea idle idol inch info inks inns into ions iris iron isle itch item jabs jack jade jail jams jars java jaws jazz jean jeep jeer jerk jest
jets jobs jock jogs join joke jolt joys jump junk jury just keel keen keep kelp kept keys kick kids kill kiln kilo kilt kind king kiss kite kits kiwi knee
knew knit knob knot know labs lace lack lacy lady laid lair lake lamb lame lamp land lane laps lard lark lash lass last late lava lawn laws lazy lead leaf
leak lean leap left legs lend lens less lest liar lice lick lids lied lies lieu life lift like lily limb lime limo limp line link lint lion lips list live
load loaf loan lobe lock loft logo logs lone long look loom loop loot lord lore lose loss lost loud love luck lull lump lung lure lurk lush lust mace made
maid mail main make male mall malt mane many maps mare mark mars mash mask mass mast mate math mats maul maze mead meal mean meat meek meet meld melt memo
mend menu meow mere mesh mess mice midi mild mile milk mill mime mind mine mini mink mint mire miss mist mite moan moat mock mode mold mole monk mood moon
moor mops more moss most moth move much muck mugs mule mums muse mush musk must mute myth nags nail name nape naps navy near neat neck need neon nerd nest
nets news newt next nice nick nine node nods none noon norm nose nosy note noun nova null numb nuts oaks oars oath oats obey odds odor ogre oils oily oink
okay omen omit once ones only onto onus onyx ooze opal open opts oral orca ores ours oust outs oval oven over owed owes owls owns pace pack pact pads page
paid pail pain pair pale palm pals pane pans pant park part pass past path pats pave pawn paws pays peak peal pear peas peck peek peel peep peer pegs pelt
pens perk perm pert pest pets pick pier pies pigs pike pile pill pine ping pink pins pint pipe pita pits pity plan play plea plod plot plow ploy plug plum
plus pods poem poet poke pole poll polo pomp pond pony pool poor pope pops pore pork port pose posh post pots pour pout pram pray prep prey prim prod prom
prop pros prow pubs puck puff pull pulp pump punk puns puny pups pure push puts quid quip quit quiz race rack raft rage rags raid rail rain rake ramp rams
rang rank rant rare rash rasp rate rats rave rays read real ream reap rear reed reef reek reel rely rent rest rice rich ride rift rims ring rink riot ripe
rips rise risk rite road roam roar robe robs rock rode rods role roll roof room root rope rose rosy rots rows rubs ruby rude rugs ruin rule rune rung runs
runt ruse rush rust sack safe saga sage said sail sake sale salt same sand sane sang sank saps sash save saws says scab scam scan scar seal seam sear seas
seat sect seed seek seem seen seep sees self sell send sent serf sets sewn shed shin ship shoe shop shot show shun shut sick side sift sigh sign silk sill
silo sing sink sips site sits size skid skim skin skip skis slab slam slap slat sled slew slid slim slip slit slob slog slot slow slug slum slur smog smug
snag snap snip snob snow snub snug soak soap soar sobs sock soda sofa soft soil sold sole solo some song sons soon soot sore sort soul soup sour sown spam
span spar spas spat spec sped spin spit spot spry spun spur stab stag star stay stem step stew stir stop stow stub stud stun subs such suds sued sues suit
sulk sums sung sunk suns sure surf swab swam swan swap sway swim tabs tack taco tact tags tail take tale talk tall tame tang tank tape taps tart task taxi
team tear teas tech teen tell tend tens tent term test text than that thaw them then they thin this thou thud thug thus tick tide tidy tied tier ties tile
till tilt time tins tiny tips tire toad toes toga toil told toll tomb tome tone tons took tool toot tops tore torn toss tote tour tout town toys tram trap
tray tree trek trim trio trip trod trot true tsar tube tubs tuck tuft tugs tuna tune turf turn tusk twig twin type ugly undo unit unto upon urge urns used
user uses vain vale vans vary vase vast vats veal veer veil vein vent verb very vest veto vets vial vice view vile vine visa void volt vote vows wade wage
wail wait wake walk wall wand wane want ward ware warm warn warp wars wart wary wash wasp wave wavy waxy ways weak wear webs weed week weep well went wept
were west what when whey whim whip whiz whom wick wide wife wigs wild will wilt wily wind wine wing wink wins wipe wire wise wish wisp with wits woke wolf
womb wood wool word wore work worm worn wrap wren yard yarn yawn year yell yelp yoga yoke yolk your yuck zany zeal zero zest zinc zone zoom zoos
asap tmrw tbh fyi btw imo lol omg pls plz plzz thx thnx ppl msg msgs info docs doc inc ltd corp dept govt intl natl misc appt approx attn`.split(
    /\s+/,
  ),
);

/** Whether a folded word is a word of its own in everyday language. */
export const isOrdinary = (norm: string): boolean => ordinary.has(norm);
