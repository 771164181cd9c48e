using Microsoft.Extensions.Options;
using OmoBroadcast.Desks.Notifications;
using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Storage.Rounds;
using OmoBroadcast.Storage.Teams;

namespace OmoBroadcast.Teams.Following;

/// <summary>Tells all who may take them that customers wait whom nobody has taken yet: by one card for each of them, brought up to date as
/// it changes, and sent anew for new customers no more often than is set.</summary>
internal sealed class WaitingRound(WaitingDesk desk, WaitingCards cards, WaitingTelling telling, IOptions<TeamsOptions> options)
    : Round("Telling staff that customers wait", TimeSpan.FromSeconds(5))
{
    public override async Task LookAsync(CancellationToken cancellationToken)
    {
        if (options.Value.WaitingNoticeMinutes == 0)
            return;
        var waiting = await desk.WaitingAsync(cancellationToken);
        var shown = await cards.AllAsync(cancellationToken);
        if (waiting.Total == 0 && shown.Values.All(card => card.Place is null))
            return;
        await EachAsync(
            await desk.ReadersAsync(cancellationToken),
            reader => telling.TellAsync(reader, shown.GetValueOrDefault(Key(reader)) ?? new(Key(reader)), waiting, cancellationToken),
            cancellationToken
        );
    }

    private static string Key(StaffMember reader) => reader.Id.ToLowerInvariant();
}
