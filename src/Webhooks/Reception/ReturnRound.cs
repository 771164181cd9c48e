using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Storage.Redis;
using OmoBroadcast.Storage.Rounds;

namespace OmoBroadcast.Webhooks.Reception;

/// <summary>Whoever writes after having left Redis gets back there what the journal has of them.</summary>
internal sealed class ReturnRound(Departures departures, ReturnSignal signal, Roster roster)
    : Round("Bringing customers back from the journal who write again", TimeSpan.FromSeconds(2))
{
    public override bool Listens => true;

    public override Task NewsAsync(CancellationToken cancellationToken) => signal.WaitAsync(cancellationToken);

    public override Task LookAsync(CancellationToken cancellationToken) =>
        EachAsync(roster.Accounts, account => departures.RecallAsync(account.Key, cancellationToken), cancellationToken);
}
