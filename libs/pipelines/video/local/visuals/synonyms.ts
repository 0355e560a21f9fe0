import { SCENE_LINES } from './synonyms-of-scenes.js';

/**
 * What the icon set has no name or tag for, kept by hand: words on the left (English first, then French, Spanish,
 * German, Portuguese and Japanese), icons on the right, the most telling first. `kind@de` is a word of that language alone,
 * because it means something else in another.
 */
const LINES = `
bakery, baker, bakeries, boulangerie, boulanger, panaderia, panadero, backerei, backer, padaria | bread croissant baguette-bread
pastry, pastries, patisserie, pasteleria, geback, pastelaria | croissant cupcake shortcake
sourdough, loaf, loaves, brot, brotchen, pain@fr, pan@es, pao, パン | bread baguette-bread
cafe, coffee shop, coffeehouse, coffee, espresso, latte, cappuccino, barista, kaffee, kaffeehaus, cafeteria, コーヒー, カフェ, 珈琲 | hot-beverage
tea, the vert, tee@de, infusion, お茶, 茶 | teacup-without-handle teapot
restaurant, dining, dinner, lunch, bistro, eatery, meal, menu, repas, comida, mittagessen, jantar | fork-and-knife-with-plate pot-of-food
breakfast, brunch, fruhstuck, desayuno, petit dejeuner | pancakes cooking egg
kitchen, cooking, chef, recipe, recipes, cuisine, cocina, kuche, cozinha | cook cooking pot-of-food
food, groceries, grocery, supermarket, ingredients, lebensmittel, alimentos, 食べ物 | shopping-cart leafy-green red-apple
vegetables, veggies, vegan, vegetarian, organic, bio, legumes, verduras, gemuse | leafy-green carrot broccoli
fruit, fruits, smoothie, juice, obst, fruta, jus@fr | strawberry red-apple grapes
farm, farming, farmers, agriculture, harvest, crop, crops, bauernhof, ferme, granja | tractor sheaf-of-rice farmer
farmers market, market, marche@fr, mercado, markt | leafy-green carrot shopping-bags
wine, winery, vineyard, vin, vino, wein, vinho | wine-glass grapes
beer, brewery, pub, craft beer, biere, cerveza, bier | beer-mug clinking-beer-mugs
bar, cocktail, cocktails, drinks, nightlife | cocktail-glass tropical-drink
dessert, sweets, cake, cakes, kuchen, gateau, tarta, bolo | birthday-cake shortcake cupcake
gelato, ice cream, helado, glace@fr, eis@de, sorvete | ice-cream soft-ice-cream
barbecue, bbq, grill, steak, butcher | cut-of-meat meat-on-bone fire
sale, discount, offer, deal, deals, bargain, rebate, promo, promotion, coupon, voucher, soldes, rebaja, rabatt, angebot, oferta, remise, descuento, セール, 割引 | label shopping-bags money-with-wings
price, prices, pricing, cost, costs, cheap, affordable, prix@fr, precio, preis, preco | label coin money-bag
shop, store, boutique, shopping, retail, buy, laden@de, tienda, magasin, loja, kaufen | shopping-bags department-store shopping-cart
online shop, e-commerce, ecommerce, webshop, checkout, cart | shopping-cart credit-card laptop
payment, payments, pay, paying, card, fintech, banking, bezahlen, paiement, pago | credit-card bank mobile-phone
money, income, salary, cash, profit, revenue, earnings, geld, argent, dinero, dinheiro | money-bag coin dollar-banknote
save money, savings, saving, budget, budgets, sparen, epargne, ahorro | coin money-bag bank
invest, investing, investment, investor, stock market, stocks, trading, borse, bolsa | chart-increasing bar-chart money-bag
tax, taxes, accounting, accountant, invoice, bookkeeping, steuer, impots | receipt abacus ledger
insurance, insured, versicherung, assurance, seguro | shield umbrella
mortgage, loan, credit, kredit, pret, prestamo | house bank key
job, jobs, career, careers, hiring, recruit, recruiting, recruitment, vacancy, employment, work, emploi, trabajo, empleo, arbeit, stelle@de, trabalho, 仕事, 求人 | briefcase office-worker handshake
apply, application, resume, cv, applicant, bewerbung, candidature | memo clipboard briefcase
interview | handshake speech-balloon office-worker
team, teams, teamwork, staff, crew, colleagues, together, community, gemeinschaft, equipe, equipo, gemeinsam, comunidad, communaute | busts-in-silhouette busts-in-silhouette handshake
business, company, enterprise, corporate, firm, unternehmen, entreprise, empresa | office-building briefcase handshake
startup, start-up, launch, launches, launching, founder, founders, entrepreneur, lancement, lanzamiento | rocket light-bulb
grow, growing, grown | seedling potted-plant
growth, increase, rising, wachstum, croissance, crecimiento | chart-increasing seedling
success, win, winner, winning, achievement, award, awards, champion, erfolg, succes, exito, sucesso | trophy 1st-place-medal star
goal, goals, target, targets, mission, focus, ziel, objectif, objetivo | bullseye chequered-flag
strategy, plan, planning, roadmap, strategie, estrategia | world-map chess-pawn clipboard
idea, ideas, innovation, innovative, inspiration, creative, creativity, idee, innovacion | light-bulb sparkles
meeting, meetings, conference, summit, webinar, seminar, besprechung, reunion | busts-in-silhouette speech-balloon spiral-calendar
presentation, talk, speech, keynote, speaker, vortrag | studio-microphone bar-chart
deadline, on time, punctual | alarm-clock calendar
time, hour, hours, minute, minutes, quick, quickly, zeit, temps, tiempo, stunde, heure, hora | stopwatch alarm-clock hourglass-not-done
fast, faster, speed, instant, instantly, rapid, schnell, rapide, rapido, schneller | high-voltage rocket stopwatch
date, schedule, saturday, sunday, monday, tuesday, wednesday, thursday, friday, weekend, samstag, sonntag, wochenende, sabado, samedi, appointment, booking, book now, termin, rendez-vous, cita | calendar spiral-calendar
morning, dawn, sunrise, morgen@de, matin, manana, manha, 朝 | sunrise sun rooster
evening, night, dusk, abend, nacht, soir, nuit, noche, noite, 夜 | night-with-stars crescent-moon
summer, sommer, ete, verano, verao, 夏 | sun beach-with-umbrella
winter, hiver, invierno, inverno, snow, schnee, neige, nieve, 冬 | snowflake snowman
spring, fruhling, printemps, primavera, 春, 桜 | cherry-blossom tulip seedling
autumn, herbst, automne, otono, 秋 | fallen-leaf maple-leaf
christmas, xmas, weihnachten, noel@fr, navidad, natal, holidays | christmas-tree wrapped-gift santa-claus
halloween | jack-o-lantern ghost
easter, ostern, paques, pascua | rabbit-face hatching-chick egg
new year, silvester, nouvel an | fireworks clinking-glasses
valentine, romance, romantic | red-heart rose
wedding, marriage, bride, hochzeit, mariage, boda, casamento | wedding ring bouquet
birthday, anniversary, geburtstag, anniversaire, cumpleanos, aniversario | birthday-cake wrapped-gift party-popper
party, celebration, celebrate, celebrating, festival, fest@de, feiern, fete, fiesta, festa, opening day, grand opening, 祭り, パーティー | party-popper balloon confetti-ball
gift, gifts, surprise, geschenk, cadeau, regalo, presente | wrapped-gift ribbon
choir, singing, singer, sing | microphone musical-notes
concert, band, live music, gig, konzert, concierto | guitar studio-microphone musical-notes
music, song, songs, playlist, musik, musique, musica, melody, 音楽 | musical-notes headphone musical-keyboard
podcast, radio show | studio-microphone headphone
dance, dancing, tanz, danse, baile | woman-dancing mirror-ball
theatre, theater, drama, actor, comedy | performing-arts
film, movie, movies, cinema, video, videos, kino, pelicula, filme | clapper-board movie-camera popcorn
photo, photos, photography, photographer, foto, fotos | camera framed-picture
art, arts, artist, gallery, painting, museum, exhibition, kunst, musee, museo, arte | artist-palette framed-picture
design, designer, branding, logo, graphic | artist-palette triangular-ruler pencil
craft, crafts, handmade, handcrafted, artisan, workshop, handwerk, artesanal | scissors thread paintbrush
knitting, sewing, tailor, fabric, textile | yarn sewing-needle thread
fashion, clothing, clothes, outfit, style, mode@fr, kleidung, ropa, moda, vetements | dress t-shirt handbag
shoe, shoes, sneaker, sneakers, schuhe, chaussures, zapatos | running-shoe mans-shoe
jewelry, jewellery, jeweller, schmuck, bijoux, joyas | ring gem-stone
beauty, cosmetics, makeup, skincare, salon, schonheit, beaute, belleza | lipstick lotion-bottle mirror
hair, haircut, hairdresser, barber, barbershop, friseur, coiffeur, peluqueria | person-getting-haircut barber-pole scissors
spa, massage, wellness, relax, relaxing, relaxation, entspannung, detente | person-getting-massage lotus candle
yoga, meditation, meditate, mindfulness, pilates | person-in-lotus-position lotus
gym, fitness, workout, exercise, training, strength, trainer, muscles | person-lifting-weights flexed-biceps running-shoe
running, runner, marathon, jogging, laufen, correr, courir | person-running running-shoe
bike, biking, cycling, cyclist, bicycle, fahrrad, velo, bicicleta | bicycle person-biking
hike, hiking, trail, trekking, wandern, randonnee, senderismo | hiking-boot mountain backpack
climb, climbing, climber, bouldering | person-climbing mountain
swim, swimming, pool, schwimmen, natation, nadar | person-swimming water-wave
surf, surfing, surfer | person-surfing water-wave
ski, skiing, snowboard, slopes | skier skis snow-capped-mountain
football, soccer, fussball, futbol, futebol | soccer-ball stadium
sport, sports, match, tournament, league, deporte | trophy soccer-ball stadium
chess, strategy game | chess-pawn
game, games, gaming, gamer, spiel@de, juego, jeu, jogo | video-game joystick game-die
toy, toys, spielzeug, juguete, jouet | teddy-bear puzzle-piece kite
child, children, kids, kid, kinder@de, kind@de, enfant, enfants, nino, ninos, criancas, 子供, 子ども | child teddy-bear balloon
baby, babies, newborn, toddler, bebe | baby baby-bottle
family, families, parents, familie, famille, familia, 家族 | house-with-garden people-hugging red-heart
mother, mum, mom, mutter@de, mere@fr, madre | woman bouquet
grandparents, grandma, grandmother, grandpa, elderly, seniors, oma, opa | older-person old-woman
people, crowd, audience, public, leute, gens, gente, visitors, guests | busts-in-silhouette
friend, friends, friendship, freunde, amis, amigos, 友達 | people-hugging busts-in-silhouette
neighbour, neighbor, neighbours, neighbors, neighbourhood, neighborhood, nachbarn, voisins, vecinos | houses waving-hand
school, pupil, pupils, classroom, classes, schule, ecole, escuela, escola, 学校 | school backpack teacher
student, students, university, college, campus, degree, graduation, universitat, universite, universidad | graduation-cap student books
course, courses, learn, learning, lesson, lessons, education, study, tutor, tutorial, kurs, lernen, cours, curso, apprendre, aprender | books graduation-cap light-bulb
language, languages, translate, translation, english lessons, sprache, langue, idioma | speech-balloon globe-with-meridians books
book, books, library, bookshop, bookstore, reading, read, novel, author, bibliothek, bibliotheque, biblioteca, libreria, 本, 読書 | books open-book
story, stories, storytelling, fairy tale, geschichte, histoire, historia | open-book sparkles
write, writing, writer, blog, newsletter, article, schreiben | writing-hand memo fountain-pen
news, press, journalism, headline, journalist, nachrichten, noticias | newspaper megaphone
science, research, laboratory, lab, experiment, wissenschaft, ciencia | microscope alembic test-tube
space, astronomy, planet, galaxy, universe, cosmos, orbit, weltraum, espace, espacio | rocket ringed-planet milky-way
software, app, apps, application software, program, digital, saas, platform, aplicacion | mobile-phone laptop gear
code, coding, developer, developers, programming, programmer, engineer, engineers, entwickler | laptop technologist keyboard
website, web, internet, online, browser | globe-with-meridians laptop
phone, smartphone, mobile, call, handy@de, telefon, telefono, telephone | mobile-phone telephone-receiver
email, mail, inbox, newsletter sign-up | envelope e-mail
chat, message, messages, messaging, conversation, contact, nachricht | speech-balloon envelope
social media, followers, likes, influencer, viral | thumbs-up mobile-phone red-heart
ai, artificial intelligence, robot, robots, automation, automate, machine learning, ki@de | robot brain gear
data, analytics, statistics, dashboard, report, reports, metrics, daten, donnees, datos | bar-chart chart-increasing
cloud, server, servers, hosting, backup | cloud desktop-computer
security, secure, privacy, protection, protect, safe, safety, cybersecurity, password, sicherheit, securite, seguridad, sicher | locked shield key
energy, electricity, electric, power, renewable, energie, energia, strom | high-voltage light-bulb battery
solar, solar panels, photovoltaic, solarenergie | sun high-voltage house
electric car, ev | automobile electric-plug high-voltage
climate, sustainable, sustainability, eco, ecology, environment, green energy, planet earth, klima, nachhaltig, durable, sostenible | globe-showing-europe-africa seedling recycling-symbol
recycle, recycling, waste, reuse | recycling-symbol wastebasket
nature, garden, gardening, plant, plants, garten, jardin, pflanze, natur | potted-plant herb seedling sunflower
flower, flowers, florist, bouquet, blumen, fleurs, flores, 花 | bouquet tulip sunflower
tree, trees, forest, woods, wald, foret, bosque | deciduous-tree evergreen-tree
mountain, mountains, alps, peak, berge, montagne, montana, 山 | snow-capped-mountain mountain
sea, ocean, beach, coast, island, meer, strand@de, plage, playa, mer, praia, 海 | beach-with-umbrella water-wave palm-tree
river, lake, water, wasser, eau, agua | water-wave droplet canoe
rain, rainy, storm, weather, regen, pluie, lluvia, wetter, 雨 | cloud-with-rain umbrella-with-rain-drops
sun, sunny, sunshine, sonne, soleil, sol@es | sun
travel, trip, vacation, holiday, tourism, tourist, journey, reise, voyage, viaje, urlaub, vacances, viagem, 旅行, 旅 | airplane luggage world-map
flight, flights, airport, fly, flug@de, vol@fr, vuelo | airplane airplane-departure
hotel, hostel, accommodation, resort, bed and breakfast | hotel bed bellhop-bell
camping, tent, campsite, outdoors, outdoor, adventure | camping tent compass
map, route, navigation, directions, location, address | world-map round-pushpin compass
train, railway, rail, zug, tren, 電車 | high-speed-train station
car, cars, drive, driving, automobile, auto@de, voiture, coche, carro, 車 | automobile
repair, repairs, mechanic, fix, reparatur | wrench mechanic toolbox
movers, moving company, relocation, umzug, demenagement, mudanza | delivery-truck package
delivery, deliver, delivered, shipping, shipment, courier, logistics, lieferung, livraison, entrega, envio | delivery-truck package
parcel, package, paket, colis, paquete, order, orders, bestellung, commande, pedido | package delivery-truck
home, house, homes, haus, zuhause, maison, casa, 家 | house-with-garden house
apartment, rent, rental, real estate, property, tenant, wohnung, immobilien, appartement, alquiler | houses key office-building
furniture, interior, decor, sofa, living room, mobel, meubles, muebles | couch-and-lamp chair
cleaning, clean, cleaner, laundry, reinigung, nettoyage, limpieza | broom bubbles soap
tools, diy, hardware, renovation, builder, werkzeug, outils | hammer-and-wrench toolbox
construction, building site, build, baustelle, chantier | building-construction construction-worker
plumber, plumbing, leak | wrench shower droplet
factory, industry, manufacturing, production, fabrik, usine, fabrica | factory gear
doctor, medicine, medical, clinic, health, healthcare, arzt, gesundheit, sante, salud, saude, medecin | stethoscope health-worker hospital
dentist, dental, teeth, zahnarzt, dentiste | tooth toothbrush
vaccine, vaccination, pharmacy, medication, apotheke, pharmacie, farmacia | syringe pill
mental health, therapy, therapist, stress, anxiety | brain heart-hands
sleep, bedtime, schlaf, sommeil, sueno | bed crescent-moon
charity, donate, donation, donations, volunteer, volunteers, help, support, spende, don@fr, ayuda, hilfe, aide | heart-hands red-heart handshake
love, liebe, amour, amor | red-heart two-hearts
happy, happiness, joy, smile, smiles, glucklich, freude, heureux, feliz | grinning-face-with-smiling-eyes sun
dream, dreams, traum, reve | sparkles crescent-moon cloud
hope, future, tomorrow, zukunft, avenir, futuro | glowing-star sunrise rocket
quality, premium, luxury, qualitat, qualite, calidad | gem-stone star crown
trust, reliable, honest, partnership, partner, partners, vertrauen, confiance | handshake shield
review, reviews, rating, testimonial, five stars | star thumbs-up speech-balloon
customer, customers, client, clients, service, kunden, kundenservice | waving-hand handshake headphone
welcome, hello, hi, willkommen, bienvenue, bienvenido, hallo, hola, bonjour, visit | waving-hand
thank you, thanks, danke, merci, gracias | folded-hands red-heart
question, questions, faq, frage | thinking-face red-question-mark
announcement, news flash, announce | megaphone
vote, election, elections, democracy, wahl | ballot-box-with-ballot
law, legal, lawyer, justice, court, anwalt, recht@de, avocat, abogado | balance-scale judge
government, city hall, council | classical-building
pet, pets, animal, animals, haustier, mascota | dog-face cat-face paw-prints
dog, dogs, puppy, hund, chien, perro, 犬 | dog-face paw-prints
cat, cats, kitten, katze, chat noir, gato, 猫, ネコ | cat-face paw-prints
vet, veterinarian, veterinary, tierarzt | paw-prints stethoscope dog-face
horse, horses, riding, pferd, cheval, caballo | horse-face horse
bees, honey, beekeeper, honig, miel | honeybee honey-pot
fire, firefighters, feuer | fire fire-engine
warm, cosy, cozy, gemutlich, chaleureux, acogedor | candle fire hot-beverage
fresh, frisch, frais, fresco | herb sparkles
open, opens, opening, ribbon cutting | door key
key, keys, unlock, schlussel | key
magic, magical, wizard | magic-wand sparkles
lighthouse, harbour, harbor, port, sailor, sailing, boat, boats | sailboat anchor
lantern | red-paper-lantern candle
castle, king, queen, knight, schloss, chateau | castle crown
puzzle, puzzles, solution, solve, solutions | puzzle-piece light-bulb
problem, problems, warning, danger, risk | warning
`;

/** What a city is known for leads only where nothing else is named: most films that are set there are not about it. */
const PLACES = `
lisbon, lisboa, lissabon, lisbonne, porto, portugal | tram-car sun custard
paris, france, frankreich, frankrijk | croissant baguette-bread classical-building
london, england, britain, united kingdom, uk | guard bus umbrella-with-rain-drops
new york, manhattan, brooklyn, nyc | statue-of-liberty cityscape taxi
united states, usa, america | statue-of-liberty globe-showing-americas
tokyo, kyoto, osaka, 東京, 京都, 大阪 | tokyo-tower shinto-shrine cherry-blossom
japan, japanese, 日本 | mount-fuji shinto-shrine sushi
rome, roma, italy, italia, italian, italien, milan, naples | classical-building pizza spaghetti
venice, venezia | canoe bridge-at-night
munich, munchen, bavaria, bayern, oktoberfest | pretzel beer-mug
germany, berlin, deutschland, hamburg, cologne, koln | classical-building cityscape
austria, vienna, wien, salzburg | violin snow-capped-mountain
switzerland, swiss, zurich, geneva | snow-capped-mountain cheese-wedge chocolate-bar
spain, madrid, barcelona, espana, seville, valencia | sun shallow-pan-of-food woman-dancing
netherlands, amsterdam, holland | tulip bicycle
greece, athens, santorini | classical-building olive
istanbul | mosque teapot
egypt, cairo | camel desert
morocco, marrakech | desert teapot
india, delhi, mumbai | hindu-temple curry-rice elephant
china, beijing, shanghai | red-paper-lantern dragon
thailand, bangkok | auto-rickshaw elephant
mexico | taco cactus
brazil, brasil, rio | parrot palm-tree soccer-ball
canada, toronto, vancouver | maple-leaf
australia, sydney | kangaroo koala
africa, kenya, safari | giraffe lion elephant
iceland, norway, sweden, finland, scandinavia | snow-capped-mountain evergreen-tree milky-way
hawaii, caribbean, bali | palm-tree hibiscus person-surfing
san francisco | bridge-at-night foggy
las vegas, casino | slot-machine game-die
europe, europa | globe-showing-europe-africa
asia | globe-showing-asia-australia
`;

const GENERAL_PLACES = `
world, global, worldwide, international, earth, welt, monde, mundo | globe-showing-europe-africa world-map
city, downtown, urban, stadt, ville, ciudad, cidade, town | cityscape office-building
village, countryside, rural, dorf, pueblo | houses tractor sheaf-of-rice
street, corner, road, strasse, rue@fr, calle | motorway houses
park, playground | deciduous-tree playground-slide
church, kirche, eglise, iglesia | church
`;

const parse = (lines: string): [string[], string[]][] =>
  lines
    .trim()
    .split('\n')
    .map((line) => {
      const [words = '', icons = ''] = line.split('|');
      return [words.split(',').map((word) => word.trim()), icons.trim().split(/\s+/)];
    });

/** Words, lower case and without accents, with the icons that stand for them. */
export const SYNONYMS: readonly [words: string[], icons: string[]][] = [
  ...parse(GENERAL_PLACES),
  ...parse(LINES),
  ...parse(SCENE_LINES),
];

export const PLACE_SYNONYMS: readonly [words: string[], icons: string[]][] = parse(PLACES);
