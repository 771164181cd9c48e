using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OmoBroadcast.Broadcast;
using OmoBroadcast.Desks;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Storage;
using OmoBroadcast.Storage.Sql;
using OmoBroadcast.Tests.Servers;
using OmoBroadcast.Tests.Storage.Sql;

namespace OmoBroadcast.Tests.Broadcast;

/// <summary>Everything that sends, with one channel of the test's own, on the embedded stores.</summary>
internal sealed class SendingHouse : IAsyncDisposable
{
    public static readonly AccountKey Account = new(ChannelId.Instagram, "17841400000000001");

    private readonly IHost host;
    private readonly TempFolder folder;

    private SendingHouse(IHost host, TempFolder folder) => (this.host, this.folder) = (host, folder);

    public RequestQueue Queue => Get<RequestQueue>();

    public Settlements Settlements => Get<Settlements>();

    public SkipWriter Skips => Get<SkipWriter>();

    public LaunchWriter Launches => Get<LaunchWriter>();

    public DeliveryReports Deliveries => Get<DeliveryReports>();

    public Holds Holds => Get<Holds>();

    public LedgerSweep Sweep => Get<LedgerSweep>();

    public Replies Replies => Get<Replies>();

    public static Task<SendingHouse> OpenAsync(IChannel channel) => OpenAsync(new SendingSetup([(channel, new Account(Account, "store"))]));

    public static async Task<SendingHouse> OpenAsync(SendingSetup setup)
    {
        var folder = new TempFolder();
        if (setup.Database.Length == 0)
            await MigratedDatabase.InFolderAsync(Path.Combine(folder.Path, "data"));
        var builder = Host.CreateApplicationBuilder(
            new HostApplicationBuilderSettings { ContentRootPath = folder.Path, DisableDefaults = true }
        );
        builder.Configuration.AddInMemoryCollection(
            new Dictionary<string, string?>
            {
                ["Omo:DataDir"] = Path.Combine(folder.Path, "data"),
                ["Omo:Redis"] = setup.Redis,
                ["Omo:Database"] = setup.Database,
            }
        );
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(setup.Clock);
        builder.AddStore();
        builder.Services.AddSingleton(
            new Roster([.. setup.Accounts.Select(one => one.Channel).Distinct()], [.. setup.Accounts.Select(one => one.Account)])
        );
        builder.AddBroadcast().AddDesks();
        var host = builder.Build();
        await host.StartAsync();
        return new(host, folder);
    }

    public T Get<T>()
        where T : notnull => host.Services.GetRequiredService<T>();

    /// <summary>A campaign of these texts to these customers, sending.</summary>
    public async Task<long> SendAsync(IReadOnlyList<string> texts, params string[] users)
    {
        var campaign = await CampaignRows.SendAsync(Get<Campaigns>(), Launches, Account, texts, users);
        await Get<OmoBroadcast.Storage.Redis.Nudges>().SendAsync(Topics.Work(Account));
        return campaign;
    }

    public async Task<IReadOnlyList<Delivery>> DeliveriesAsync(long campaign) =>
        await Deliveries.DeliveriesAsync(campaign, DeliveryFilter.All, 0, 1_000, default);

    /// <summary>Until nothing of the campaign waits any more.</summary>
    public Task EndedAsync(long campaign) =>
        Until.SeenAsync("the end", TimeSpan.FromSeconds(20), () => Deliveries.TallyAsync(campaign, default), tally => tally.Waiting == 0);

    public async ValueTask DisposeAsync()
    {
        await host.StopAsync();
        if (host is IAsyncDisposable disposable)
            await disposable.DisposeAsync();
        folder.Dispose();
    }
}
