using OmoBroadcast.Desks.Notifications;
using OmoBroadcast.Storage.Rounds;

namespace OmoBroadcast.Teams.Following;

/// <summary>Tells whoever has a conversation, an hour before, that the platform lets them answer its customer freely no more: by one card
/// for all that close at about the same time, and once for each message.</summary>
internal sealed class WindowRound(WindowDesk desk, WindowTelling telling, TimeProvider time)
    : Round("Telling staff that customers can soon be answered no more", TimeSpan.FromMinutes(1))
{
    public override async Task LookAsync(CancellationToken cancellationToken) =>
        await EachAsync(
            await desk.ReadersAsync(cancellationToken),
            async reader =>
            {
                var now = time.GetUtcNow();
                if (await desk.ClosingAsync(reader, now, cancellationToken) is { Total: > 0 } closing)
                    await telling.TellAsync(reader, closing, now, cancellationToken);
            },
            cancellationToken
        );
}
