//go:build !race

package bolt

const spoil = false
