# syntax=docker/dockerfile:1
# Two images from one file: the service (the default) and, with --target sandbox, the simulated platforms.
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /source
COPY global.json Directory.Build.props Directory.Packages.props BannedSymbols.txt .editorconfig ./
COPY src/ src/
RUN dotnet publish src/Webhooks/Webhooks.csproj --configuration Release --output /out/webhooks -p:UseAppHost=false \
 && dotnet publish src/Sandbox/Sandbox.csproj --configuration Release --output /out/sandbox -p:UseAppHost=false \
 && mkdir -p /out/data

# The full runtime image, not the chiseled one: it has ICU and time zones, which schedules and Chinese text need, and the
# bash that docker-compose.yml asks for health with.
FROM mcr.microsoft.com/dotnet/aspnet:10.0-noble AS sandbox
WORKDIR /app
COPY --from=build /out/sandbox .
# Whoever mounts a new volume first decides whose it is.
COPY --from=build --chown=$APP_UID:$APP_UID /out/data /data
EXPOSE 5090
USER $APP_UID
ENTRYPOINT ["dotnet", "OmoBroadcast.Sandbox.dll"]
CMD ["serve", "--urls", "http://0.0.0.0:5090"]

FROM mcr.microsoft.com/dotnet/aspnet:10.0-noble AS service
WORKDIR /app
COPY --from=build /out/webhooks .
# Only the embedded engines write here; with Redis and PostgreSQL it stays empty.
COPY --from=build --chown=$APP_UID:$APP_UID /out/data /data
ENV ASPNETCORE_URLS=http://+:8080 \
    Omo__DataDir=/data
VOLUME /data
EXPOSE 8080
USER $APP_UID
ENTRYPOINT ["dotnet", "OmoBroadcast.Webhooks.dll"]
