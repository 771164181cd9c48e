using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OmoBroadcast.Broadcast;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Store;
using OmoBroadcast.Store.Promises;
using OmoBroadcast.Tests.Servers;

namespace OmoBroadcast.Tests.Broadcast;

/// <summary>Everything that sends, with one channel of the test's own, on the embedded stores.</summary>
internal sealed class SendingHouse : IAsyncDisposable
{
    public static readonly AccountKey Account = new(ChannelId.Instagram, "17841400000000001");
    private static readonly StaffMember Mei = new("3f2504e0-4f89-11d3-9a0c-0305e82c3301", "林美", Role.Salesperson, "taipei");

    private readonly IHost host;
    private readonly TempFolder folder;

    private SendingHouse(IHost host, TempFolder folder) => (this.host, this.folder) = (host, folder);

    public Ledger Ledger => Get<Ledger>();

    public static async Task<SendingHouse> OpenAsync(IChannel channel)
    {
        var folder = new TempFolder();
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { ContentRootPath = folder.Path, DisableDefaults = true });
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["Omo:DataDir"] = Path.Combine(folder.Path, "data") });
        builder.Logging.ClearProviders();
        builder.AddStore();
        builder.Services.AddSingleton(new Roster([channel], [new Account(Account, "store")]));
        builder.AddBroadcast();
        var host = builder.Build();
        await host.StartAsync();
        return new(host, folder);
    }

    public T Get<T>() where T : notnull => host.Services.GetRequiredService<T>();

    /// <summary>A campaign of these texts to these customers, sending.</summary>
    public async Task<long> SendAsync(IReadOnlyList<string> texts, params string[] users)
    {
        var now = TimeProvider.System.GetUtcNow();
        var content = new Content([.. texts.Select(text => new OutboundMessage.Text(text))]);
        var campaigns = Get<Campaigns>();
        // Due only later, so that the launcher of the house leaves it to us.
        var draft = await campaigns.DraftAsync(Mei, Audience.All, "zh-TW", now, default);
        Assert.True(await campaigns.EditAsync(draft.Id, draft.Version, Audience.All, content, default));
        Assert.True(await campaigns.ScheduleAsync(draft.Id, draft.Version + 1, now.AddHours(1), now.AddHours(9), 3, default));
        var lease = (await Ledger.BeginLaunchAsync(draft.Id, "test", TimeSpan.FromMinutes(1), now.AddHours(2), default))!;
        var requests = users.Select(user => new NewRequest(Guid.CreateVersion7(), Account, RequestKind.Single, RequestClass.Staff, [user], null, RetrySafe: false, now.AddHours(9))).ToList();
        Assert.True(await Ledger.AppendAsync(lease, new("end", [.. requests.Select(request => new NewDelivery(Account, request.Recipients[0], null, request.Id, null))], requests), default));
        Assert.True(await Ledger.FinishLaunchAsync(lease with { Cursor = "end" }, default));
        await Get<OmoBroadcast.Store.Present.Nudges>().SendAsync(Topics.Work(Account));
        return draft.Id;
    }

    public async Task<IReadOnlyList<Delivery>> DeliveriesAsync(long campaign) => await Ledger.DeliveriesAsync(campaign, DeliveryFilter.All, 0, 1_000, default);

    /// <summary>Until nothing of the campaign waits any more.</summary>
    public Task EndedAsync(long campaign) => Until.SeenAsync("the end", TimeSpan.FromSeconds(20), () => Ledger.TallyAsync(campaign, default), tally => tally.Waiting == 0);

    public async ValueTask DisposeAsync()
    {
        await host.StopAsync();
        if (host is IAsyncDisposable disposable) await disposable.DisposeAsync();
        folder.Dispose();
    }
}
