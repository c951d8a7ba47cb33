# The server with nothing that only the build needs. It runs as a user without rights, and writes to /data only.
FROM node:22-slim AS build
WORKDIR /app
COPY . .
RUN npm ci && npx nx build api && npm ci --omit=dev --omit=optional --workspace api
RUN mkdir /image /data && cp -r --parents $(ls -d package.json package-lock.json node_modules \
  apps/api/package.json apps/api/dist apps/api/node_modules libs/*/package.json libs/*/dist libs/*/node_modules 2>/dev/null) /image

FROM node:22-slim
ENV NODE_ENV=production LOG_FORMAT=json LOG_REQUESTS=true HOST=0.0.0.0 PORT=3000 SESSIONS_DIRECTORY=/data
WORKDIR /app
COPY --from=build /image .
COPY --from=build --chown=node:node /data /data
USER node
EXPOSE 3000
VOLUME /data
HEALTHCHECK --interval=10s --timeout=2s --start-period=10s CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/health/live`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
# Sized for a container of 256 MiB.
CMD ["node", "--max-old-space-size=160", "apps/api/dist/main.js"]
