package regex

import (
	"weak"

	"github.com/dop251/goja"
)

// objects tell which expression an object has. They do not keep the objects.
type objects struct {
	byObject map[weak.Pointer[goja.Object]]*expression
	// sweep is how many there may be before those that are gone are dropped.
	sweep int
}

func (o *objects) get(object *goja.Object) *expression { return o.byObject[weak.Make(object)] }

func (o *objects) set(object *goja.Object, e *expression) {
	if len(o.byObject) >= o.sweep {
		for key := range o.byObject {
			if key.Value() == nil {
				delete(o.byObject, key)
			}
		}
		o.sweep = max(100, 2*len(o.byObject))
	}
	if o.byObject == nil {
		o.byObject = make(map[weak.Pointer[goja.Object]]*expression)
	}
	o.byObject[weak.Make(object)] = e
}
