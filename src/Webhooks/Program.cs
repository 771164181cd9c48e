using OmoBroadcast.Adapters;
using OmoBroadcast.Broadcast;
using OmoBroadcast.Desks;
using OmoBroadcast.Storage;
using OmoBroadcast.Teams;
using OmoBroadcast.Webhooks;
using OmoBroadcast.Webhooks.Commands;

return await ServiceRunner.RunAsync(args, builder =>
{
    builder.AddHouse().AddStore().AddAdapters().AddBroadcast().AddDesks().AddTeams().AddReception();
    var app = builder.Build();
    app.UseHouse().MapReception().MapTeams();
    return app;
});
