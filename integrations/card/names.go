package card

import (
	"slices"
	"strings"
	"unicode"
)

// words takes a name apart: incidentTitle, incident_title and "Incident title"
// are incident and title.
func words(name string) []string {
	const longest = 100 // no name that means something is longer
	if len(name) > longest {
		return nil
	}
	var list []string
	var word []rune
	end := func() {
		if len(word) > 0 {
			list, word = append(list, string(word)), nil
		}
	}
	runes := []rune(name)
	for i, c := range runes {
		switch {
		case !unicode.IsLetter(c) && !unicode.IsDigit(c):
			end()
			continue
		case unicode.IsUpper(c) && i > 0 &&
			(!unicode.IsUpper(runes[i-1]) || i+1 < len(runes) && unicode.IsLower(runes[i+1])):
			end()
		}
		word = append(word, unicode.ToLower(c))
	}
	end()
	return list
}

func last(list []string) string {
	if len(list) == 0 {
		return ""
	}
	return list[len(list)-1]
}

// has reports whether any of the words is in the set.
func has(list []string, set map[string]bool) bool {
	return slices.ContainsFunc(list, func(word string) bool { return set[word] })
}

func setOf(list string) map[string]bool {
	set := map[string]bool{}
	for _, word := range strings.Fields(list) {
		set[word] = true
	}
	return set
}

// ranks gives the words of each line the number of the line.
func ranks(lines ...string) map[string]int {
	rank := map[string]int{}
	for i, line := range lines {
		for _, word := range strings.Fields(line) {
			rank[word] = i
		}
	}
	return rank
}

var (
	// secretParts, anywhere in a name, tell that its value is secret;
	// secretWords do as a word of their own.
	secretParts = strings.Fields(`token secret password passwd passphrase passcode signature authorization authentication
		cookie credential apikey accesskey privatekey servicekey routingkey integrationkey signingkey licensekey
		encryptionkey authkey sshkey webhookkey sharedkey masterkey deploykey clientkey sessionid connectionstring`)
	secretWords = setOf("auth pwd pass pin otp jwt hmac sig bearer session sid csrf xsrf nonce cvv")

	// subjects are what events are about, so that incident_title is its title.
	subjects = setOf(`incident alert alarm monitor check rule trigger condition problem issue job build pipeline display
		pull merge case ticket error task test deployment workflow friendly run outage maintenance release order`)
	// besides are who and what else takes part: seldom what is new.
	besides = setOf(`user users sender author actor agent assignee assignees assignments creator owner organization org
		repository repo project installation hook webhook webhooks config configuration meta page avatar client team teams
		policy pusher committer changelog changes account company customer reporter requester member members channel
		watchers reviewers headers integration tenant subscription creative bot app application browser receiver
		acknowledger acknowledgers acknowledgements responder responders by contact schema`)
	logs = setOf("log logs entry entries activity history previous old before")
	// parts are members of an event that have names of their own.
	parts = setOf("commit commits build builds jobs step steps request attachments stages")

	// titles are the words at the end of names that hold what an event is
	// called, the best first.
	titles = ranks("title", "subject headline", "summary", "", "", "", "message msg", "text details detail alertname rulename", "name",
		"description", "body content comment", "reason", "", "event type action kind")
	// prose are those that may be long.
	prose = setOf("summary message msg text details detail description body content comment reason note output diagnosis impact")

	// entities are what is known by a name or label in an object, and said in
	// one field.
	entities = setOf(`service services project repository repo host server instance environment env component components
		resource namespace cluster region application app device team teams policy branch user author actor
		assignee assignees assignments assigned owner sender pusher creator reporter responder acknowledger priority status severity
		urgency issuetype type state tags labels category organization site monitor group groups requester client impact level by`)
	// labelled are lists in one sender's events, and what an event is about in
	// another's.
	labelled = setOf("labels tags state type")
	// fieldWords are the words at the end of names that say something in few
	// words, the most telling first.
	fieldWords = ranks(
		"status state conclusion result outcome condition",
		"severity priority urgency level impact",
		"action event kind",
		`service project repository host hostname instance environment env component components check monitor
		 reason cause culprit error exception job pipeline entity stage`,
		`resource namespace cluster region node pod container application app server device site branch ref
		 release tag group location ip code value threshold duration details alertname`,
		`user username author actor assignee assignees assignments assigned owner pusher agent creator reporter responder
		 acknowledger team teams by sender login name`,
		`number iid policy count runbook playbook dashboard time date at on started ended timestamp since starts ends
		 labels tags category organization type requester client`,
	)
	// qualifiedTypes are whose type is that of the event.
	qualifiedTypes = setOf("event alert check trigger webhook")
	// additions to a name change nothing of what it means.
	additions = setOf("name friendly text value label description")
	// times are the names of moments, of which a few are enough.
	times = setOf("time date at on started ended timestamp since starts ends")
	// noise says nothing to people.
	noise = setOf(`id ids uuid guid sha hash fingerprint checksum etag self url urls uri href link links cursor locale zone timezone
		offset version specversion schema schemaid format datacontenttype html markdown mrkdwn color short icon emoji
		receiver encoding trimmed omitted zen`)

	linkWords = setOf("url uri link href permalink shortlink compare")
	// noLinks are addresses for programs, pictures, or for what a click must
	// not do.
	noLinks = setOf(`silence unsubscribe subscribe subscription avatar icon image img logo thumb thumbnail photo picture api self
		callback webhook hook hooks clone git ssh svn acknowledge ack resolve close escalate snooze cert signing template keys
		events statuses request documentation site favicon download archive`)
	views    = setOf("details target panel dashboard event")
	runbooks = setOf("runbook playbook")

	goodWords = setOf(`resolved resolve ok okay success successful succeeded passed up recovered recovery closed close fixed green healthy
		operational cleared clear`)
	badWords = setOf(`critical down failed failure fail firing error errors alerting alarm problem triggered trigger fatal emergency
		outage red unhealthy disaster crashed p1 sev1`)
)

// secretName reports whether a name tells that its value is secret.
func secretName(name string) bool {
	squeezed := strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, name)
	for _, part := range secretParts {
		if strings.Contains(squeezed, part) {
			return true
		}
	}
	return has(words(name), secretWords)
}

// asideOf is how far the values in a member of this name are from what an event
// is about.
func asideOf(name []string) int {
	switch {
	case has(name, besides):
		return 20
	case has(name, logs):
		return 16
	case entities[last(name)] && !labelled[last(name)]:
		return 10
	case has(name, parts):
		return 6
	}
	return 0
}

// titleRank tells how well a name tells that its value is what the event is
// called; the least is best.
func titleRank(name []string) (rank int, ok bool) {
	rank, ok = titles[last(name)]
	if !ok {
		return 0, false
	}
	qualifiers := name[:len(name)-1]
	switch {
	case len(qualifiers) == 0:
		return rank, true
	case has(qualifiers, besides) || has(qualifiers, logs) || slices.Contains(qualifiers, "type"):
		return rank + 20, true
	case last(name) == "name" && has(qualifiers, subjects):
		return 4, true
	case has(qualifiers, entities):
		return rank + 20, true
	case has(qualifiers, subjects):
		return rank, true
	}
	return rank + 1, true
}

// linkRank tells how likely a name is that of the page of the event.
func linkRank(n *node) (rank int, ok bool) {
	if has(n.words, noLinks) || has(n.words, runbooks) {
		return 0, false
	}
	word := last(n.words)
	switch {
	case !linkWords[word]:
		return 0, false
	case word == "href" && n.parent.name == "html":
		return 0, true
	}
	switch strings.Join(n.words, " ") {
	case "html url", "web url", "permalink", "title link", "web link":
		return 0, true
	case "shortlink", "short link":
		return 1, true
	case "url", "link":
		return 2, true
	case "href", "compare", "generator url":
		return 3, true
	case "external url":
		return 10, true
	}
	switch {
	case has(n.words, besides):
		return 22, true
	case has(n.words, subjects):
		return 1, true
	case has(n.words, views):
		return 2, true
	}
	return 5, true
}

// keyWord is the word of a name that tells what its value is: that of
// alertTypeFriendlyName is type.
func keyWord(name []string) string {
	for i := len(name) - 1; i >= 0; i-- {
		if additions[name[i]] {
			continue
		}
		if _, known := fieldWords[name[i]]; known {
			return name[i]
		}
		break
	}
	return last(name)
}
