# syntax=docker/dockerfile:1
# Two images: `server` alone, and `study` with all commands.
#   docker build --target server -t study-serve . && docker run -p 127.0.0.1:8000:8000 \
#       -v "$PWD/results/lr-sweep/trials/cnn4-cosine-s1:/model:ro" study-serve
# --build-arg COMMIT=$(git rev-parse HEAD) makes results name the commit.

FROM swift:6.3-bookworm AS build
RUN apt-get update && apt-get install -y --no-install-recommends \
        libjpeg-dev libpng-dev libtiff-dev libwebp-dev libarchive-dev libdnnl-dev libcurl4-openssl-dev libssl-dev libsqlite3-dev \
        libcmark-gfm-dev libcmark-gfm-extensions-dev libdcmtk-dev libcharls-dev libopenjp2-7-dev \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /src
COPY Package.swift ./
COPY Plugins Plugins
COPY Tools/commit.sh Tools/
COPY Sources Sources
COPY Tests Tests
ARG COMMIT=
RUN export STUDY_COMMIT="$COMMIT" \
    && swift build -c release --static-swift-stdlib --product study \
    && swift build -c release --static-swift-stdlib --product study-serve \
    && swift build -c release --static-swift-stdlib --product study-export \
    && mkdir -p /out/bin /out/share/study \
    && cp .build/release/study .build/release/study-serve .build/release/study-export /out/bin/ \
    && strip /out/bin/*
COPY Data/samples /out/share/study/samples

FROM debian:bookworm-slim AS study
# gnuplot and its fonts are for study jobs; a server alone does without.
RUN apt-get update && apt-get install -y --no-install-recommends \
        libjpeg62-turbo libpng16-16 libtiff6 libwebp7 libarchive13 libdnnl2 libgomp1 libcurl4 libssl3 libsqlite3-0 \
        libcmark-gfm-extensions0.29.0.gfm.6 libcmark-gfm0.29.0.gfm.6 libdcmtk17 libcharls2 libopenjp2-7 \
        ca-certificates curl \
        gnuplot-nox fonts-dejavu-core \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --home-dir /nonexistent study
COPY --from=build /out/ /usr/local/
USER 10001
WORKDIR /srv/study
ENV OMP_WAIT_POLICY=passive XDG_CACHE_HOME=/tmp/cache
ENTRYPOINT ["study"]

FROM debian:bookworm-slim AS server
RUN apt-get update && apt-get install -y --no-install-recommends \
        libjpeg62-turbo libpng16-16 libtiff6 libwebp7 libarchive13 libdnnl2 libgomp1 libcurl4 libssl3 libsqlite3-0 \
        libcmark-gfm-extensions0.29.0.gfm.6 libcmark-gfm0.29.0.gfm.6 libdcmtk17 libcharls2 libopenjp2-7 \
        ca-certificates curl \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --home-dir /nonexistent study
COPY --from=build /out/bin/study-serve /usr/local/bin/
COPY --from=build /out/share/study /usr/local/share/study
USER 10001
WORKDIR /
# The root may be read-only; nothing is written but kernel choices, to /tmp if it is there.
ENV OMP_WAIT_POLICY=passive XDG_CACHE_HOME=/tmp/cache
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s \
    CMD ["curl", "--fail", "--silent", "--output", "/dev/null", "http://127.0.0.1:8000/ready"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["study-serve", "--host", "0.0.0.0"]
CMD ["--trial", "/model"]
