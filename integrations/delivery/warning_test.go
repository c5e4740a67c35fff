package delivery_test

import (
	"context"
	"testing"
	"time"

	"rocketscript/integrations"
	"rocketscript/integrations/delivery"
)

// A warner posts everything, and says what it could not take.
type warner struct{ *chat }

func (w warner) Post(ctx context.Context, d *integrations.Delivery) (integrations.Receipt, error) {
	receipt, err := w.chat.Post(ctx, d)
	receipt.Warning = "the thread was left out"
	return receipt, err
}

// TestWarningOfAReceipt: what a destination could not take is kept with the
// posted delivery.
func TestWarningOfAReceipt(t *testing.T) {
	b := newBench(t, delivery.Options{})
	c := b.chat("chat", nil)
	b.mu.Lock()
	b.destinations["chat"] = warner{c}
	b.mu.Unlock()
	ds := b.record("hi", "chat/#a")
	b.attempt(time.Minute, ds)
	equal(t, "state", ds[0].State, integrations.DeliveryPosted)
	equal(t, "detail", ds[0].Detail, "the thread was left out")
	equal(t, "stored", b.stored(ds)[0].Detail, ds[0].Detail)
	equal(t, "receipt", ds[0].Receipt, integrations.Receipt{MessageID: "id of hi", RoomID: "chat/#a"})
}
