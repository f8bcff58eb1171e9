# syntax=docker/dockerfile:1

# One static binary on an empty image: time zones and certificate roots are in
# it, and it looks after its own health.

FROM golang:1.26 AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
RUN CGO_ENABLED=0 go build -trimpath -ldflags="-s -w" -o /out/tsukiichi . \
 && install -d -m 0700 -o 65532 -g 65532 /out/data

FROM scratch
COPY --from=build /out/tsukiichi /tsukiichi
COPY --from=build --chown=65532:65532 /out/data /data
USER 65532:65532
ENV TSUKIICHI_DATA=/data TSUKIICHI_LISTEN=0.0.0.0:8080
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s CMD ["/tsukiichi", "health"]
ENTRYPOINT ["/tsukiichi"]
CMD ["serve"]
