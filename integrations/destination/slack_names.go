package destination

import (
	"regexp"
	"strings"
	"sync"
)

// emojiNames has the names of emoji under which Rocket.Chat's set and that of
// Slack and Mattermost (iamcal/emoji-data) differ.
var emojiNames = sync.OnceValue(func() map[string]string {
	return pairs(`
thumbup +1 thumbdown -1 slight_smile slightly_smiling_face slight_frown slightly_frowning_face
upside_down upside_down_face rolling_eyes face_with_rolling_eyes thinking thinking_face
hugging hugging_face nerd nerd_face zipper_mouth zipper_mouth_face money_mouth money_mouth_face
head_bandage face_with_head_bandage facepalm face_palm flag_white waving_white_flag
flag_black waving_black_flag bellhop bellhop_bell tools hammer_and_wrench
clock mantelpiece_clock speech_left left_speech_bubble robot robot_face
cowboy face_with_cowboy_hat desktop desktop_computer hand_splayed raised_hand_with_fingers_splayed
vulcan spock-hand spy sleuth_or_spy calendar_spiral spiral_calendar_pad
notepad_spiral spiral_note_pad card_box card_file_box timer timer_clock oil oil_drum
construction_site building_construction dagger dagger_knife cloud_rain rain_cloud
cloud_snow snow_cloud cloud_lightning lightning cloud_tornado tornado
thunder_cloud_rain thunder_cloud_and_rain stop_sign octagonal_sign
satellite satellite_antenna satellite_orbital satellite`)
})

// colors are the named colours of CSS Color 4.
var colors = sync.OnceValue(func() map[string]string {
	return pairs(`
aliceblue f0f8ff antiquewhite faebd7 aqua 00ffff aquamarine 7fffd4 azure f0ffff beige f5f5dc
bisque ffe4c4 black 000000 blanchedalmond ffebcd blue 0000ff blueviolet 8a2be2 brown a52a2a
burlywood deb887 cadetblue 5f9ea0 chartreuse 7fff00 chocolate d2691e coral ff7f50
cornflowerblue 6495ed cornsilk fff8dc crimson dc143c cyan 00ffff darkblue 00008b darkcyan 008b8b
darkgoldenrod b8860b darkgray a9a9a9 darkgreen 006400 darkgrey a9a9a9 darkkhaki bdb76b
darkmagenta 8b008b darkolivegreen 556b2f darkorange ff8c00 darkorchid 9932cc darkred 8b0000
darksalmon e9967a darkseagreen 8fbc8f darkslateblue 483d8b darkslategray 2f4f4f
darkslategrey 2f4f4f darkturquoise 00ced1 darkviolet 9400d3 deeppink ff1493 deepskyblue 00bfff
dimgray 696969 dimgrey 696969 dodgerblue 1e90ff firebrick b22222 floralwhite fffaf0
forestgreen 228b22 fuchsia ff00ff gainsboro dcdcdc ghostwhite f8f8ff gold ffd700
goldenrod daa520 gray 808080 green 008000 greenyellow adff2f grey 808080 honeydew f0fff0
hotpink ff69b4 indianred cd5c5c indigo 4b0082 ivory fffff0 khaki f0e68c lavender e6e6fa
lavenderblush fff0f5 lawngreen 7cfc00 lemonchiffon fffacd lightblue add8e6 lightcoral f08080
lightcyan e0ffff lightgoldenrodyellow fafad2 lightgray d3d3d3 lightgreen 90ee90 lightgrey d3d3d3
lightpink ffb6c1 lightsalmon ffa07a lightseagreen 20b2aa lightskyblue 87cefa
lightslategray 778899 lightslategrey 778899 lightsteelblue b0c4de lightyellow ffffe0 lime 00ff00
limegreen 32cd32 linen faf0e6 magenta ff00ff maroon 800000 mediumaquamarine 66cdaa
mediumblue 0000cd mediumorchid ba55d3 mediumpurple 9370db mediumseagreen 3cb371
mediumslateblue 7b68ee mediumspringgreen 00fa9a mediumturquoise 48d1cc mediumvioletred c71585
midnightblue 191970 mintcream f5fffa mistyrose ffe4e1 moccasin ffe4b5 navajowhite ffdead
navy 000080 oldlace fdf5e6 olive 808000 olivedrab 6b8e23 orange ffa500 orangered ff4500
orchid da70d6 palegoldenrod eee8aa palegreen 98fb98 paleturquoise afeeee palevioletred db7093
papayawhip ffefd5 peachpuff ffdab9 peru cd853f pink ffc0cb plum dda0dd powderblue b0e0e6
purple 800080 rebeccapurple 663399 red ff0000 rosybrown bc8f8f royalblue 4169e1
saddlebrown 8b4513 salmon fa8072 sandybrown f4a460 seagreen 2e8b57 seashell fff5ee sienna a0522d
silver c0c0c0 skyblue 87ceeb slateblue 6a5acd slategray 708090 slategrey 708090 snow fffafa
springgreen 00ff7f steelblue 4682b4 tan d2b48c teal 008080 thistle d8bfd8 tomato ff6347
turquoise 40e0d0 violet ee82ee wheat f5deb3 white ffffff whitesmoke f5f5f5 yellow ffff00
yellowgreen 9acd32`)
})

// pairs reads names and what they stand for, in turns.
func pairs(text string) map[string]string {
	words := strings.Fields(text)
	all := make(map[string]string, len(words)/2)
	for i := 0; i+1 < len(words); i += 2 {
		all[words[i]] = words[i+1]
	}
	return all
}

var hexColor = regexp.MustCompile(`^#(?:[0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})$`)

// slackColor is a CSS colour as Slack and Mattermost take it: #rrggbb, or one
// of the three names of their own; "", which they show as grey, for any other.
func slackColor(color string) string {
	color = strings.ToLower(strings.TrimSpace(color))
	switch {
	case color == "good", color == "warning", color == "danger":
		return color
	case colors()[color] != "":
		return "#" + colors()[color]
	case !hexColor.MatchString(color):
		return ""
	case len(color) > 6:
		return color[:7]
	}
	return "#" + strings.Repeat(color[1:2], 2) + strings.Repeat(color[2:3], 2) + strings.Repeat(color[3:4], 2)
}
