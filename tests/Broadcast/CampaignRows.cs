using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Storage.Sql;

namespace OmoBroadcast.Tests.Broadcast;

/// <summary>A campaign written straight into the ledger, sending, without a launch.</summary>
internal static class CampaignRows
{
    private static readonly StaffMember Mei = new("3f2504e0-4f89-11d3-9a0c-0305e82c3301", "林美", Role.Salesperson, "taipei");

    /// <summary>By staff id.</summary>
    public static string Sender => Mei.Id;

    public static async Task<long> SendAsync(
        Campaigns campaigns,
        LaunchWriter launches,
        AccountKey account,
        IReadOnlyList<string> texts,
        IReadOnlyList<string> users
    )
    {
        var now = TimeProvider.System.GetUtcNow();
        // Due only later, so that the launcher of the house leaves it to us.
        var draft = await campaigns.DraftAsync(Mei, Audience.All, "zh-TW", now, default);
        Assert.True(
            await campaigns.EditAsync(
                draft.Id,
                draft.Version,
                Audience.All,
                new Content([.. texts.Select(text => new OutboundMessage.Text(text))]),
                default
            )
        );
        Assert.True(
            await campaigns.ScheduleAsync(draft.Id, draft.Version + 1, new(now.AddHours(1), now.AddHours(9), users.Count), default)
        );
        var lease = (await launches.BeginLaunchAsync(draft.Id, "test", TimeSpan.FromMinutes(1), now.AddHours(2), default))!;
        var requests = users
            .Select(user => new NewRequest(
                Guid.CreateVersion7(),
                account,
                RequestKind.Single,
                RequestClass.Staff,
                [user],
                null,
                RetrySafe: false,
                now.AddHours(9)
            ))
            .ToList();
        Assert.True(
            await launches.AppendAsync(
                lease,
                new(
                    "end",
                    [.. requests.Select(request => new NewDelivery(account, request.Recipients[0], null, request.Id, null))],
                    requests
                ),
                default
            )
        );
        Assert.True(await launches.FinishLaunchAsync(lease with { Cursor = "end" }, default));
        return draft.Id;
    }
}
