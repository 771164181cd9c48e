using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Storage.Redis;
using OmoBroadcast.Storage.Sql;

namespace OmoBroadcast.Webhooks.Reception;

/// <summary>
/// Writes platforms' reports, and customers' choice of whom they belong to, to the promises before their webhook is acknowledged: all that
/// wait in one transaction, while it runs the next gather. When SQL cannot take them now they are kept in Redis.
/// </summary>
internal sealed class ReportedEvents
{
    /// <summary>How long SQL may take before the reports are handed to Redis instead.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);

    private const int Block = 2_000;

    private readonly Reports reports;
    private readonly BindingWords bindings;
    private readonly WaitingReports waiting;
    private readonly Circuit circuit;
    private readonly Roster roster;
    private readonly TimeProvider time;
    private readonly WriteBatcher<InboundEvent, ReportResult> gathering;

    public ReportedEvents(Reports reports, BindingWords bindings, WaitingReports waiting, Circuit circuit, Roster roster)
    {
        (this.reports, this.bindings, this.waiting, this.circuit, this.roster, time) = (
            reports,
            bindings,
            waiting,
            circuit,
            roster,
            circuit.Time
        );
        gathering = new(Block, told => WriteNowAsync(told, CancellationToken.None), circuit.IsAway);
    }

    /// <summary>
    /// Takes what is a report out of the events; what is left belongs into the conversations, echoes of messages that nobody of us sent
    /// included. Throws what Redis throws when SQL and Redis are both away, and what SQL throws when it will not have one of them.
    /// </summary>
    public async ValueTask<IReadOnlyList<InboundEvent>> ApplyAsync(IReadOnlyList<InboundEvent> events, CancellationToken cancellationToken)
    {
        if (!events.Any(Concerns))
            return events;
        List<InboundEvent> told = [.. events.Where(Concerns)];
        IReadOnlyList<ReportResult> taken;
        try
        {
            taken = await gathering.WriteAsync(told).WaitAsync(Patience, time, cancellationToken);
        }
        catch (Exception wrong) when (!cancellationToken.IsCancellationRequested && circuit.IsAway(wrong))
        {
            await waiting.KeepAsync(told, cancellationToken);
            return [.. events.Where(HasAnotherPlace)];
        }

        var next = 0;
        return [.. events.Where(item => !Concerns(item) || taken[next++] == ReportResult.Foreign || HasAnotherPlace(item))];
    }

    private static bool Concerns(InboundEvent item) => Reports.Is(item) || BindingWords.Concerns(item);

    /// <summary>A new id concerns the conversations too, and a standing is kept raw with the other events of its account.</summary>
    private static bool HasAnotherPlace(InboundEvent item) => item.Body is not (InboundBody.Receipt or InboundBody.Echo);

    /// <summary>At once and alone, for what waited elsewhere. Throws what the database throws when it is away.</summary>
    public async Task<IReadOnlyList<ReportResult>> WriteNowAsync(IReadOnlyList<InboundEvent> told, CancellationToken cancellationToken)
    {
        foreach (var item in told)
            if (BindingWords.Concerns(item))
                await bindings.ApplyAsync(item, cancellationToken);
        InboundEvent[] about = [.. told.Where(Reports.Is)];
        var taken =
            about.Length == 0
                ? []
                : await reports.ApplyAsync(
                    about,
                    channel => roster.Find(channel)?.Limits.NamesEchoes ?? true,
                    time.GetUtcNow(),
                    cancellationToken
                );
        var next = 0;
        return about.Length == told.Count ? taken : [.. told.Select(item => Reports.Is(item) ? taken[next++] : ReportResult.Noted)];
    }
}
