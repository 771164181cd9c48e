namespace OmoBroadcast.Sandbox.Teams;
internal static class TeamsRoutes
{
    public static WebApplicationBuilder AddTeams(this WebApplicationBuilder builder) => builder;
    public static WebApplication MapTeams(this WebApplication app) => app;
}
