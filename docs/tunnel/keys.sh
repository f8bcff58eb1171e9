#!/bin/sh
# Makes what the two ends of the tunnel know each other by: for each a key with
# a certificate, and a token that both hold. Run it inside, copy the folder
# relay/ out and inside/ to the bot's machine, and let only the service's
# account read them.
#
#   sh keys.sh relay.example.lg.jp [FOLDER]
#
# The key that signs is thrown away at the end: nobody can make a third
# certificate. The certificates hold for three years; to renew them, run this
# again and replace both folders.
set -eu
umask 077
name=${1:?the name of the relay, such as relay.example.lg.jp}
out=${2:-.}
days=1095

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$out/relay" "$out/inside"

openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days "$days" -subj "/CN=tunnel of $name" \
	-keyout "$work/ca.key" -out "$work/ca.crt" 2>/dev/null

# side FOLDER NAME USAGE
side() {
	openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj "/CN=$2" \
		-keyout "$out/$1/tunnel.key" -out "$work/$1.csr" 2>/dev/null
	printf 'subjectAltName=DNS:%s\nextendedKeyUsage=%s\nbasicConstraints=CA:FALSE\n' "$2" "$3" >"$work/$1.ext"
	openssl x509 -req -in "$work/$1.csr" -CA "$work/ca.crt" -CAkey "$work/ca.key" -CAcreateserial \
		-days "$days" -extfile "$work/$1.ext" -out "$out/$1/tunnel.crt" 2>/dev/null
	cp "$work/ca.crt" "$out/$1/ca.crt"
}
side relay "$name" serverAuth
side inside inside clientAuth
openssl rand -hex 32 | tee "$out/relay/token" >"$out/inside/token"
echo "$out/relay goes to the relay, $out/inside to the bot's machine (valid for $days days)."
