package portal

import "math/big"

// RateFor is what an hour costs, in minor units of the client's currency: as agreed for
// the project, else for the client; nil where nothing is agreed. A rate of zero is agreed.
func RateFor(ofProject, ofClient *int64) *int64 {
	if ofProject != nil {
		return ofProject
	}
	return ofClient
}

// WorthOf is what hours come to at a rate in minor units an hour, rounded half away from
// zero, once. ErrAmountTooLarge where it can't be stored.
func WorthOf(h Hours, rateMinor int64) (int64, error) {
	return roundedQuotient(new(big.Int).Mul(big.NewInt(int64(h)), big.NewInt(rateMinor)), secondsPerHour)
}

const secondsPerHour = 3600
