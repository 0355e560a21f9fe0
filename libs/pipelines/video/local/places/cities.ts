/** A city that everybody has heard of. */
export interface City {
  /** Its names: English first, then what other languages and its own call it. */
  names: readonly string[];
  /** ISO 3166-1 alpha-2. */
  country: string;
  /** Longitude and latitude in degrees, to a tenth: as exact as a map of a country shows. */
  at: readonly [number, number];
}

/**
 * Compiled by hand for this project and under its licence; no data set was copied. Each entry: country, latitude,
 * longitude, names. `places.spec.ts` holds every city to the outline of its country.
 */
const TABLE = `
PT 38.7 -9.1 Lisbon/Lisbonne/Lisboa/Lissabon; PT 41.2 -8.6 Porto/Oporto; PT 41.5 -8.4 Braga; PT 40.2 -8.4 Coimbra
PT 37.0 -7.9 Faro; PT 32.7 -16.9 Funchal
ES 40.4 -3.7 Madrid; ES 41.4 2.2 Barcelona/Barcelone; ES 39.5 -0.4 Valencia; ES 37.4 -6.0 Seville/Séville/Sevilla
ES 43.3 -2.9 Bilbao; ES 36.7 -4.4 Málaga/Malaga; ES 37.2 -3.6 Granada/Grenade; ES 37.9 -4.8 Córdoba/Cordoue
ES 41.7 -0.9 Zaragoza/Saragossa/Saragosse; ES 39.6 2.7 Palma de Mallorca; ES 40.9 -5.7 Salamanca/Salamanque
ES 43.3 -2.0 San Sebastián/San Sebastian; ES 42.9 -8.5 Santiago de Compostela/Saint-Jacques-de-Compostelle
ES 39.9 -4.0 Toledo/Tolède
FR 48.9 2.4 Paris/París; FR 45.8 4.8 Lyon/Lyons; FR 43.3 5.4 Marseille/Marsella; FR 43.6 1.4 Toulouse/Tolosa
FR 43.7 7.3 Nice/Niza/Nizza; FR 47.2 -1.6 Nantes; FR 48.6 7.8 Strasbourg/Estrasburgo/Straßburg
FR 44.8 -0.6 Bordeaux/Burdeos; FR 50.6 3.1 Lille; FR 48.1 -1.7 Rennes; FR 43.6 3.9 Montpellier; FR 45.2 5.7 Grenoble
FR 47.3 5.0 Dijon; FR 49.3 4.0 Reims; FR 45.9 6.1 Annecy; FR 43.9 4.8 Avignon; FR 47.4 0.7 Tours; FR 48.7 6.2 Nancy
FR 43.6 7.0 Cannes
GB 51.5 -0.1 London/Londres; GB 53.5 -2.2 Manchester; GB 52.5 -1.9 Birmingham; GB 51.5 -2.6 Bristol
GB 53.4 -3.0 Liverpool; GB 53.8 -1.5 Leeds; GB 53.4 -1.5 Sheffield; GB 55.0 -1.6 Newcastle
GB 55.9 -3.2 Edinburgh/Édimbourg/Edimburgo; GB 55.9 -4.3 Glasgow; GB 57.1 -2.1 Aberdeen; GB 51.5 -3.2 Cardiff
GB 54.6 -5.9 Belfast; GB 51.8 -1.3 Oxford; GB 52.2 0.1 Cambridge; GB 54.0 -1.1 York; GB 51.4 -2.4 Bath
GB 51.5 -1.0 Reading; GB 50.8 -0.1 Brighton; GB 53.0 -1.2 Nottingham
IE 53.3 -6.3 Dublin/Dublín; IE 51.9 -8.5 Cork; IE 53.3 -9.0 Galway
DE 52.5 13.4 Berlin/Berlín; DE 53.6 10.0 Hamburg/Hambourg/Hamburgo; DE 48.1 11.6 Munich/München/Múnich
DE 50.9 7.0 Cologne/Köln/Colonia; DE 50.1 8.7 Frankfurt/Francfort/Fráncfort; DE 48.8 9.2 Stuttgart
DE 51.2 6.8 Düsseldorf; DE 51.3 12.4 Leipzig; DE 51.1 13.7 Dresden/Dresde; DE 53.1 8.8 Bremen/Brême
DE 52.4 9.7 Hanover/Hannover/Hanovre; DE 49.5 11.1 Nuremberg/Nürnberg; DE 51.5 7.5 Dortmund; DE 51.5 7.0 Essen
DE 50.7 7.1 Bonn; DE 49.4 8.7 Heidelberg; DE 48.0 7.8 Freiburg; DE 54.3 10.1 Kiel; DE 53.9 10.7 Lübeck
DE 54.1 12.1 Rostock; DE 50.0 8.3 Mainz/Mayence; DE 49.0 12.1 Regensburg; DE 48.4 10.9 Augsburg; DE 52.0 7.6 Münster
DE 51.0 11.3 Weimar
AT 48.2 16.4 Vienna/Vienne/Viena/Wien; AT 47.8 13.0 Salzburg/Salzbourg/Salzburgo; AT 47.1 15.4 Graz
AT 47.3 11.4 Innsbruck; AT 48.3 14.3 Linz
CH 47.4 8.5 Zurich/Zürich/Zúrich; CH 46.2 6.1 Geneva/Genève/Ginebra/Genf; CH 46.9 7.4 Bern/Berne/Berna
CH 47.6 7.6 Basel/Bâle/Basilea; CH 46.5 6.6 Lausanne/Lausana; CH 47.1 8.3 Lucerne/Luzern/Lucerna
BE 50.8 4.4 Brussels/Bruxelles/Bruselas/Brüssel; BE 51.2 4.4 Antwerp/Anvers/Amberes/Antwerpen
BE 51.1 3.7 Ghent/Gand/Gante/Gent; BE 51.2 3.2 Bruges/Brujas/Brügge
NL 52.4 4.9 Amsterdam/Ámsterdam; NL 51.9 4.5 Rotterdam/Róterdam; NL 52.1 4.3 The Hague/La Haye/La Haya/Den Haag
NL 52.1 5.1 Utrecht
LU 49.6 6.1 Luxembourg City
IT 41.9 12.5 Rome/Roma/Rom; IT 45.5 9.2 Milan/Milán/Mailand/Milano; IT 40.9 14.3 Naples/Nápoles/Neapel/Napoli
IT 45.1 7.7 Turin/Turín/Torino; IT 45.4 12.3 Venice/Venise/Venecia/Venedig/Venezia
IT 43.8 11.3 Florence/Florencia/Florenz/Firenze; IT 44.5 11.3 Bologna/Bologne/Bolonia; IT 38.1 13.4 Palermo/Palerme
IT 44.4 8.9 Genoa/Gênes/Génova/Genua/Genova; IT 45.4 11.0 Verona/Vérone; IT 43.3 11.3 Siena/Sienne
IT 43.7 10.4 Pisa/Pise
GR 38.0 23.7 Athens/Athènes/Atenas/Athen; GR 40.6 22.9 Thessaloniki/Thessalonique/Tesalónica
DK 55.7 12.6 Copenhagen/Copenhague/Kopenhagen; DK 56.2 10.2 Aarhus
SE 59.3 18.1 Stockholm/Estocolmo; SE 57.7 12.0 Gothenburg/Göteborg/Gotemburgo; SE 55.6 13.0 Malmö
NO 59.9 10.8 Oslo; NO 60.4 5.3 Bergen; NO 63.4 10.4 Trondheim; NO 69.6 19.0 Tromsø
FI 60.2 24.9 Helsinki
IS 64.1 -21.9 Reykjavik/Reykjavík
PL 52.2 21.0 Warsaw/Varsovie/Varsovia/Warschau; PL 50.1 19.9 Krakow/Kraków/Cracovie/Cracovia/Krakau
PL 54.4 18.6 Gdansk/Gdańsk/Danzig; PL 51.1 17.0 Wrocław/Wroclaw/Breslau
CZ 50.1 14.4 Prague/Praga/Prag; CZ 49.2 16.6 Brno
SK 48.1 17.1 Bratislava
HU 47.5 19.0 Budapest
RO 44.4 26.1 Bucharest/Bucarest/Bukarest
BG 42.7 23.3 Sofia/Sofía
RS 44.8 20.5 Belgrade/Belgrado/Belgrad
HR 45.8 16.0 Zagreb; HR 43.5 16.5 Split; HR 42.7 18.1 Dubrovnik
SI 46.1 14.5 Ljubljana/Liubliana
BA 43.9 18.4 Sarajevo
AL 41.3 19.8 Tirana
UA 50.5 30.5 Kyiv/Kiev/Kiew; UA 49.8 24.0 Lviv
BY 53.9 27.6 Minsk
RU 55.8 37.6 Moscow/Moscou/Moscú/Moskau
RU 59.9 30.3 Saint Petersburg/St. Petersburg/San Petersburgo/Saint-Pétersbourg
LT 54.7 25.3 Vilnius/Vilna
LV 56.9 24.1 Riga
EE 59.4 24.8 Tallinn/Tallin
MT 35.9 14.5 Valletta/La Valette/La Valeta
CY 35.2 33.4 Nicosia/Nicosie/Nikosia
TR 41.0 29.0 Istanbul/Estambul; TR 39.9 32.9 Ankara; TR 38.4 27.1 Izmir
GE 41.7 44.8 Tbilisi/Tbilissi/Tiflis
AM 40.2 44.5 Yerevan/Erevan/Ereván/Jerewan
AZ 40.4 49.9 Baku/Bakou/Bakú
IL 32.1 34.8 Tel Aviv; IL 31.8 35.2 Jerusalem/Jérusalem/Jerusalén
LB 33.9 35.5 Beirut/Beyrouth
JO 31.9 35.9 Amman/Ammán
IQ 33.3 44.4 Baghdad/Bagdad
IR 35.7 51.4 Tehran/Téhéran/Teherán/Teheran
SA 24.7 46.7 Riyadh/Riad
AE 25.2 55.3 Dubai/Dubaï/Dubái; AE 24.5 54.4 Abu Dhabi/Abou Dabi/Abu Dabi
QA 25.3 51.5 Doha
KW 29.4 48.0 Kuwait City
EG 30.0 31.2 Cairo/Le Caire/El Cairo/Kairo; EG 31.2 29.9 Alexandria/Alexandrie/Alejandría
MA 33.6 -7.6 Casablanca; MA 31.6 -8.0 Marrakesh/Marrakech/Marrakesch; MA 34.0 -6.8 Rabat
MA 35.8 -5.8 Tangier/Tanger/Tánger
DZ 36.7 3.1 Algiers/Alger/Argel/Algier
TN 36.8 10.2 Tunis
SN 14.7 -17.4 Dakar
CI 5.4 -4.0 Abidjan/Abiyán
GH 5.6 -0.2 Accra
NG 6.5 3.4 Lagos; NG 9.1 7.4 Abuja
ET 9.0 38.7 Addis Ababa/Addis-Abeba/Adís Abeba/Addis Abeba
KE -1.3 36.8 Nairobi
UG 0.3 32.6 Kampala
TZ -6.8 39.3 Dar es Salaam
RW -1.9 30.1 Kigali
CD -4.3 15.3 Kinshasa
AO -8.8 13.2 Luanda
ZM -15.4 28.3 Lusaka
ZW -17.8 31.0 Harare
MZ -25.9 32.6 Maputo
ZA -26.2 28.0 Johannesburg/Johannesburgo; ZA -33.9 18.4 Cape Town/Le Cap/Ciudad del Cabo/Kapstadt
ZA -29.9 31.0 Durban
MG -18.9 47.5 Antananarivo
IN 28.6 77.2 New Delhi/Delhi/Nueva Delhi/Neu-Delhi; IN 19.1 72.9 Mumbai/Bombay; IN 13.0 77.6 Bangalore/Bengaluru
IN 22.6 88.4 Kolkata/Calcutta/Calcuta/Kalkutta; IN 13.1 80.3 Chennai
PK 24.9 67.0 Karachi; PK 31.5 74.3 Lahore
BD 23.8 90.4 Dhaka/Daca
NP 27.7 85.3 Kathmandu/Katmandou/Katmandú
LK 6.9 79.9 Colombo
TH 13.8 100.5 Bangkok; TH 18.8 99.0 Chiang Mai
VN 21.0 105.8 Hanoi/Hanoï; VN 10.8 106.7 Ho Chi Minh City/Saigon
KH 11.6 104.9 Phnom Penh
MY 3.1 101.7 Kuala Lumpur
SG 1.35 103.8 Singapore City
ID -6.2 106.8 Jakarta/Yakarta
PH 14.6 121.0 Manila/Manille
CN 39.9 116.4 Beijing/Pékin/Pekín/Peking; CN 31.2 121.5 Shanghai/Shanghái; CN 23.1 113.3 Guangzhou
CN 22.5 114.1 Shenzhen
HK 22.4 114.1 Hong Kong/Hongkong
TW 25.0 121.5 Taipei/Taipéi/Taipeh
KR 37.6 127.0 Seoul/Séoul/Seúl; KR 35.2 129.0 Busan
JP 35.7 139.7 Tokyo/Tokio; JP 34.7 135.5 Osaka; JP 35.0 135.8 Kyoto/Kioto; JP 43.1 141.4 Sapporo
MN 47.9 106.9 Ulaanbaatar/Ulan Bator
KZ 43.2 76.9 Almaty
UZ 41.3 69.3 Tashkent/Tachkent/Taskent/Taschkent
AU -33.9 151.2 Sydney/Sídney; AU -37.8 145.0 Melbourne; AU -27.5 153.0 Brisbane; AU -31.9 115.9 Perth
AU -34.9 138.6 Adelaide/Adelaida; AU -35.3 149.1 Canberra
NZ -36.9 174.8 Auckland; NZ -41.3 174.8 Wellington; NZ -43.5 172.6 Christchurch
US 40.7 -74.0 New York/Nueva York; US 34.1 -118.2 Los Angeles/Los Ángeles; US 41.9 -87.6 Chicago
US 29.8 -95.4 Houston; US 33.4 -112.1 Phoenix; US 40.0 -75.2 Philadelphia/Philadelphie/Filadelfia
US 37.8 -122.4 San Francisco; US 32.7 -117.2 San Diego; US 32.8 -96.8 Dallas; US 30.3 -97.7 Austin
US 47.6 -122.3 Seattle; US 45.5 -122.7 Portland; US 39.7 -105.0 Denver; US 42.4 -71.1 Boston
US 38.9 -77.0 Washington; US 25.8 -80.2 Miami; US 28.5 -81.4 Orlando; US 33.7 -84.4 Atlanta
US 30.0 -90.1 New Orleans/La Nouvelle-Orléans/Nueva Orleans; US 36.2 -115.1 Las Vegas; US 36.2 -86.8 Nashville
US 42.3 -83.0 Detroit; US 45.0 -93.3 Minneapolis; US 35.2 -80.8 Charlotte; US 40.8 -111.9 Salt Lake City
US 21.3 -157.9 Honolulu; US 61.2 -149.9 Anchorage
CA 43.7 -79.4 Toronto; CA 45.5 -73.6 Montreal/Montréal; CA 49.3 -123.1 Vancouver; CA 45.4 -75.7 Ottawa
CA 46.8 -71.2 Quebec City/Ville de Québec; CA 51.0 -114.1 Calgary
MX 19.4 -99.1 Mexico City/Ciudad de México/Mexiko-Stadt; MX 20.7 -103.3 Guadalajara; MX 25.7 -100.3 Monterrey
MX 21.2 -86.8 Cancún/Cancun
CU 23.1 -82.4 Havana/La Havane/La Habana/Havanna
DO 18.5 -69.9 Santo Domingo/Saint-Domingue
PR 18.4 -66.1 San Juan
GT 14.6 -90.5 Guatemala City/Ciudad de Guatemala
CR 9.9 -84.1 San José
PA 9.0 -79.5 Panama City/Ciudad de Panamá
CO 4.7 -74.1 Bogotá/Bogota; CO 6.2 -75.6 Medellín/Medellin; CO 10.4 -75.5 Cartagena/Carthagène
VE 10.5 -66.9 Caracas
EC -0.2 -78.5 Quito
PE -12.0 -77.0 Lima; PE -13.5 -72.0 Cusco/Cuzco
BO -16.5 -68.1 La Paz
CL -33.4 -70.7 Santiago/Santiago de Chile; CL -33.0 -71.6 Valparaíso/Valparaiso
AR -34.6 -58.4 Buenos Aires; AR -32.9 -60.6 Rosario
UY -34.9 -56.2 Montevideo
PY -25.3 -57.6 Asunción/Asuncion
BR -23.6 -46.6 São Paulo/Sao Paulo; BR -22.9 -43.2 Rio de Janeiro/Río de Janeiro; BR -15.8 -47.9 Brasília/Brasilia
BR -13.0 -38.5 Salvador de Bahia
`;

export const CITIES: readonly City[] = TABLE.trim()
  .split(/; |\n/u)
  .map((entry): City => {
    const [country = '', lat, lon, ...names] = entry.split(' ');
    return { country, at: [Number(lon), Number(lat)], names: names.join(' ').split('/') };
  });
