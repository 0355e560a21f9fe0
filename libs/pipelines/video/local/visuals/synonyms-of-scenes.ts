/** Words of everyday briefs (how-to, safety, homes, jobs, outings, figures) with the drawings that stand for them. */
export const SCENE_LINES = `
bike light, headlight, torch, flashlight, lampe@fr, taschenlampe, linterna | flashlight light-bulb bicycle
charge, charging, charged, recharge | battery electric-plug
weigh, weighs, weight, gram, grams, kilo, kilos, lightweight, gramme | feather balance-scale
price, prices, cost, costs, million, millions, prix, precio, precios, preis, euro, euros, cuesta | money-bag coin
jazz, saxophone, jazzkonzert | saxophone trumpet musical-notes
bands, banda, bandas, orchestra, orchestre, orquesta | drum trumpet guitar
stage, stages, escenario, escenarios, scene@fr, buhne | performing-arts studio-microphone
reserva ya, reserva@es, reservez, reserve, book now, tickets online | admission-tickets spiral-calendar
call, telephone, rufen, llama, appelez | telephone-receiver mobile-phone
ticket, tickets, admission, entrada, entradas, eintritt, billet@fr | admission-tickets ticket
fire alarm, alarm, alarm rings, feueralarm | bell fire
lift, elevator, ascenseur, aufzug, ascensor | elevator no-entry
stairs, staircase, escalier, treppe, escaleras | ladder person-walking
leave the building, leave, exit, evacuate, evacuation, meeting point | person-running door
car park, parking, parkplatz | p-button automobile
hurt, injured, injury, first aid, emergency, notfall, urgence | ambulance adhesive-bandage
safety notice, safety, staff | warning safety-vest
tyre, tire, wheel, reifen, fahrradreifen, rad@de, schlauch, pneu, rueda | wheel bicycle
patch, flicken, repariere, reparierst, reparieren | adhesive-bandage wrench
pump, pumpe, inflate, bar auf | bicycle
loch, hole, leak, suche, search | magnifying-glass-tilted-left
carpenter, carpentry, joiner, tischlerei, schreinerei, menuiserie, carpinteria | carpentry-saw wood hammer
apprentice, apprenticeship, auszubildende, auszubildenden, ausbildung, azubi, apprenti, aprendiz | construction-worker graduation-cap
bewirb, bewirb dich, bewerbung, apply, application, candidature | memo envelope
urlaub@de, tage urlaub | beach-with-umbrella palm-tree
for sale in, for sale, to let | house key label
apartment, flat, three-bedroom, bedroom, bedrooms | houses bed house
square metres, square meters, metres, quadratmeter, metros cuadrados, metres carres | triangular-ruler
terrace, balcony, terrasse, balkon, terraza | beach-with-umbrella potted-plant
garage, carport | automobile
km, kilometres, miles, runs | bicycle motorway
hour of sun, hours of sun | sun
view of the bridge, bridge, pont@fr, puente, brucke | bridge-at-night
visits, every friday, friday, saturday, sunday, monday, freitag, samedi, domingo, junio, august, march, may | spiral-calendar calendar
tram line, tram, tramway, strassenbahn, tranvia | tram railway-track
airport, flughafen, aeroport, aeropuerto | airplane-departure airplane
approve, approved, approves | check-mark-button classical-building
tarte, tartes, pie, pies | pie red-apple
pate@fr, dough, moule@fr, baking tin | pie bowl-with-spoon
tranches, slices, slice, coupez, cut | kitchen-knife red-apple
sucre, sugar, zucker, azucar, cannelle, cinnamon, ajoutez, grammes de sucre | bowl-with-spoon
cuire, faites cuire, oven, degrees, degres, degrés, 180 degres, backofen | fire thermometer cooking
creme, cream, sahne, nata | soft-ice-cream
basilique, cathedral, basilica, catedral, dom@de | church
quenelle, bouchon, goutez, taste | fork-and-knife-with-plate cooking
traboules, old town, vieux lyon, altstadt, casco antiguo | houses person-walking
soleil se coucher, se coucher, coucher@fr, coucher du soleil, sunset, sonnenuntergang, puesta del sol | sunset sun
wind power, wind@en | wind-face
gas | fire fuel-pump
hydro, hydropower | water-wave droplet
nobel prize, nobel prizes, nobel, award, awards, prize | sports-medal trophy
feared, fear, afraid | fearful-face
understood, understand, understanding | light-bulb brain
home under the stars, under the stars | night-with-stars house
`;
