using OmoBroadcast.Adapters;
using OmoBroadcast.Broadcast;
using OmoBroadcast.Desks;
using OmoBroadcast.Storage;
using OmoBroadcast.Teams;
using OmoBroadcast.Webhooks;

return await ServiceRunner.RunAsync(async () =>
{
    var builder = WebApplication.CreateBuilder(args);
    builder.AddHouse().AddStore().AddAdapters().AddBroadcast().AddDesks().AddTeams().AddReception();
    var app = builder.Build();
    app.UseHouse().MapReception().MapTeams();
    await app.ServeAsync(args);
});
