// The words of line names: those of resources/sample/words.json, which the sample model was trained on.
#include "engine/evaluate/line_words.h"

namespace moa::engine {

namespace {

constexpr std::string_view kAdjectives =
    "able aged amber ancient azure bitter blank bold brave brief bright brisk broad calm careful cheerful "
    "chilly civil clean clever cloudy coarse cold cosy crimson crisp curious damp daring dark dear deep dense "
    "dim distant double dry dusty eager early earnest easy elder empty exact faint fair faithful famous fancy "
    "fertile fierce final firm flat fond formal frail frank fresh friendly frosty gentle giant glad golden "
    "grand grave green grey happy hardy harsh hasty heavy hidden hollow honest humble icy idle jolly just "
    "keen kind lame large late lazy lean light little lively local lonely long loud lovely loyal lucky mellow "
    "merry mighty mild misty modern modest muddy narrow neat noble northern odd open ornate pale patient "
    "plain pleasant polite proud pure quaint quick quiet rapid rare ready restless rich ripe rosy rough round "
    "royal rude rustic sacred sandy secret serene sharp shy silent silver simple sleepy slender slow small "
    "smooth snowy sober soft solemn solid sour southern spare steady steep stern still stormy strange strict "
    "strong sturdy subtle sunny sweet swift tall tame tender thick thin thirsty tidy timid tiny torpid "
    "tranquil true upper urgent usual vague valid vast velvet vivid warm weary western wicked wide wild windy "
    "wise wooden young zealous";

constexpr std::string_view kNouns =
    "abbey acorn alder anchor apple apron arbor arrow aster aunt badge baker bamboo banner barley barn baron "
    "basin basket bay beacon bead beam bear beech bell bench berry birch bishop blade blanket blossom boat "
    "bonnet book border bottle bower branch bread breeze bridge broom brook bucket butter button cabin candle "
    "canoe canvas cape captain carpet castle cedar cellar chapel cherry chest chimney church cider cliff "
    "cloak clock cloud clover coach coal coast coin collar comet compass copper coral corn cottage cousin "
    "cradle crane creek cricket crown crystal cup curtain dairy daisy dale desk diamond dove dragon drum duck "
    "eagle elbow elm ember falcon farm feather fence fern ferry fiddle field finch flame flute forest forge "
    "fountain fox garden garland garnet gate glacier glove goose grain grape grove guard gull hammer harbor "
    "harp harvest hatch hawk hazel heath hedge heron hill hinge honey horn horse inn iris iron island ivory "
    "ivy jacket jasper jewel jug juniper kettle key king kite ladder lake lamp lantern lark laurel lawn leaf "
    "ledge lemon letter lily linen lion lodge loom lute maple marble market marsh mast meadow medal mill "
    "mirror monk moon moss mountain needle nest oak oar oat olive orchard otter owl oyster palace parlor "
    "parson path peach pearl pebble pepper piano pigeon pillow pine pipe pistol planet plaza plough plum "
    "pocket pond pony poplar porch priest prince quail quarry quartz queen quill rabbit raft rail rain raven "
    "reed ribbon ring river robin rope rose ruby saddle sail salt satin saucer scarf sea seal shawl sheep "
    "shell shepherd ship shore shovel silk sister sleeve smith snow sofa sparrow spoon spring spruce stable "
    "star statue stone stove straw stream street sugar summit sun swan sword table tailor tea temple thistle "
    "thread throne tide tiger timber torch tower trail treasure trout trumpet tulip tunnel turtle vale valley "
    "veil village violet wagon walnut water wave well wharf wheat wheel whistle widow willow window winter "
    "wolf wood wool wren yard";

std::vector<std::string_view> split(std::string_view text) {
    std::vector<std::string_view> words;
    while (!text.empty()) {
        const auto end = std::min(text.find(' '), text.size());
        words.push_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return words;
}

}  // namespace

std::vector<std::string_view> lineAdjectives() {
    return split(kAdjectives);
}
std::vector<std::string_view> lineNouns() {
    return split(kNouns);
}

}  // namespace moa::engine
