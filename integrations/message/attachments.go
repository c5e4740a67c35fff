package message

import "encoding/json"

// attachments makes attachments ready to be stored, one after the other, each
// taken apart once: repaired (not in exact mode), its msg made its text
// (reference §6.1), checked (§6.3), and written again if anything changed.
type attachments struct {
	// repairer is nil in exact mode.
	repairer *repairer
	// fault is the first check that failed.
	fault *Error
	// outer and inner are the memory for the members of an attachment, and of
	// a field or action in it.
	outer, inner members
}

// read returns the attachments of a list, which is never nil: no list counts as
// an empty one. A refusal comes from where Rocket.Chat throws while it builds
// the message, that is before any check.
func (as *attachments) read(v value) ([]json.RawMessage, *Error) {
	list := []json.RawMessage{}
	i := 0
	for a := range v.elements() {
		at := &place{list: "attachments", item: i}
		i++
		if as.repairer != nil {
			if a = as.repairer.toAttachment(a, at); a == nil {
				continue
			}
		}
		a, refusal := as.attachment(a, at)
		if refusal != nil {
			return nil, refusal
		}
		list = append(list, json.RawMessage(a))
	}
	return list, nil
}

func (as *attachments) attachment(v value, at *place) (value, *Error) {
	if v.kind() == kindNull {
		return nil, &Error{Message: readOfNull("msg"), Path: at.String()}
	}
	o := readObject(v, &as.outer)
	if as.repairer != nil {
		as.repairer.attachmentMsg(&o, at)
	}
	if refusal := msgAsText(&o, at); refusal != nil {
		return nil, refusal
	}
	if as.repairer != nil {
		as.repairer.attachment(&o, at)
	}
	as.check(at, o.ms.check(attachmentRules))
	as.list(&o, "fields", at, as.field)
	as.list(&o, "actions", at, as.action)
	return o.value(), nil
}

// list passes the elements of a list in an attachment through each.
func (as *attachments) list(o *object, name string, at *place, each func(v value, at *place) value) {
	v := o.ms.get(name)
	if v.kind() != kindArray {
		return
	}
	to := v.rewrite(func(e value, i int) value {
		return each(e, &place{parent: at, list: name, item: i})
	})
	if !same(to, v) {
		o.set(name, to)
	}
}

func (as *attachments) field(v value, at *place) value {
	if as.repairer != nil {
		if v = as.repairer.toField(v, at); v == nil {
			return nil
		}
	}
	o := readObject(v, &as.inner)
	if as.repairer != nil {
		as.repairer.field(&o, at)
	}
	as.check(at, checkField(v, o.ms))
	return o.value()
}

func (as *attachments) action(v value, at *place) value {
	if as.repairer != nil && v.kind() != kindObject {
		return as.repairer.drop(v, *at, "an action")
	}
	o := readObject(v, &as.inner)
	if as.repairer != nil {
		as.repairer.action(&o, at)
	}
	as.check(at, checkAction(v, o.ms))
	return o.value()
}

// check keeps the first fault, and says where it is.
func (as *attachments) check(at *place, fault *Error) {
	if fault == nil || as.fault != nil {
		return
	}
	path := at.String()
	if fault.Path != "" {
		path += "." + fault.Path
	}
	as.fault = &Error{Message: fault.Message, Path: path}
}

// msgAsText makes a truthy msg of an attachment its text.
func msgAsText(o *object, at *place) *Error {
	msg := o.ms.get("msg")
	if !msg.truthy() {
		return nil
	}
	text, refusal := trimmedText(msg, at.member("msg"))
	if refusal != nil {
		return refusal
	}
	o.set("text", quote(text))
	o.ms = o.ms.without("msg")
	return nil
}
