using OmoBroadcast.Desks.Acts;
using OmoBroadcast.Desks.Broadcasts;
using OmoBroadcast.Desks.Exports;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Storage.Sql;
using OmoBroadcast.Teams.Cards;
using OmoBroadcast.Teams.Exports;
using OmoBroadcast.Teams.Inbound;

namespace OmoBroadcast.Teams.Flows;

/// <summary>A broadcast after the button: progress, stopping, records, recipients.</summary>
internal sealed class RecordFlow(RecordDesk desk, ExportDesk exports, TimeProvider time)
{
    private static readonly DeliveryState[] Trouble = [DeliveryState.Refused, DeliveryState.Unknown, DeliveryState.Expired];

    public async Task<FlowResult> OpenAsync(Visit visit, long id, CancellationToken cancellationToken, bool old = false)
    {
        var answer = await desk.ProgressAsync(visit.Who, id, cancellationToken);
        return answer is Answer<Progress>.Ok { Value: var progress }
            ? await DrawAsync(visit, progress, cancellationToken, old)
            : visit.Refusal(answer);
    }

    public Task<FlowResult> PauseAsync(Visit visit, CardAction action, CancellationToken cancellationToken) =>
        ChangeAsync(visit, action, desk.PauseAsync, cancellationToken);

    public Task<FlowResult> ResumeAsync(Visit visit, CardAction action, CancellationToken cancellationToken) =>
        ChangeAsync(visit, action, desk.ResumeAsync, cancellationToken);

    public Task<FlowResult> CancelAsync(Visit visit, CardAction action, CancellationToken cancellationToken) =>
        ChangeAsync(visit, action, desk.CancelAsync, cancellationToken);

    public async Task<FlowResult> ListAsync(Visit visit, int skip, CancellationToken cancellationToken)
    {
        var answer = await desk.RecordsAsync(visit.Who, skip, RecordsCard.PageSize + 1, cancellationToken);
        if (answer is not Answer<IReadOnlyList<CampaignLine>>.Ok { Value: var found })
            return visit.Refusal(answer);
        if (found.Count == 0 && skip > 0)
            return await ListAsync(visit, 0, cancellationToken);
        return new FlowResult.Card(
            RecordsCard.List(visit.Phrases, [.. found.Take(RecordsCard.PageSize)], skip, found.Count > RecordsCard.PageSize)
        );
    }

    public async Task<FlowResult> RecipientsAsync(Visit visit, CardAction action, CancellationToken cancellationToken)
    {
        var filter = Filter(action);
        var answer = await desk.RecipientsAsync(
            visit.Who,
            action.Campaign(),
            filter,
            action.Skip(),
            RecordsCard.RecipientsPageSize,
            cancellationToken
        );
        if (answer is not Answer<Recipients>.Ok { Value: var found })
            return visit.Refusal(answer);
        return new FlowResult.Card(RecordsCard.Recipients(visit.Phrases, found, action.Skip()));
    }

    /// <summary>A link to the table of all recipients, for this person alone.</summary>
    public async Task<FlowResult> ExportAsync(Visit visit, CardAction action, CancellationToken cancellationToken)
    {
        var seen = await desk.ProgressAsync(visit.Who, action.Campaign(), cancellationToken);
        if (seen is not Answer<Progress>.Ok { Value: var progress })
            return visit.Refusal(seen);
        var id = progress.Campaign.Id.ToString(System.Globalization.CultureInfo.InvariantCulture);
        var answer = await exports.IssueAsync(visit.Who, new(RecipientsExport.Name, id, visit.Locale, visit.Zone), cancellationToken);
        return answer is Answer<Uri>.Ok { Value: var link }
            ? new FlowResult.Card(
                ExportCard.Draw(
                    visit.Phrases,
                    link,
                    Card.Button(Verbs.RecordsRecipients, visit.Phrases["Button_Back"], new() { ["campaign"] = progress.Campaign.Id })
                )
            )
            : visit.Refusal(answer);
    }

    // One choice among states and how far accepted ones came; one among reasons to be skipped and platforms' codes.
    private static DeliveryFilter Filter(CardAction action)
    {
        var reason = action.Text("reason") is { Length: > 0 and <= 100 } given ? given : null;
        SkipReason? skip =
            Enum.TryParse<SkipReason>(reason, out var named) && Enum.IsDefined(named) && !char.IsAsciiDigit(reason![0]) ? named : null;
        return new()
        {
            State = Enum.TryParse<DeliveryState>(action.Text("state"), out var state) && Enum.IsDefined(state) ? state : null,
            Reached = action.Text("state") switch
            {
                nameof(ReceiptKind.Delivered) => ReceiptKind.Delivered,
                nameof(ReceiptKind.Read) => ReceiptKind.Read,
                _ => null,
            },
            Skip = skip,
            Code = skip is null ? reason : null,
            Name = action.Text("name")?.Trim() is { Length: > 0 and <= RecordsCard.LongestName } name ? name : null,
        };
    }

    /// <summary>Those whose delivery went wrong, as many as a card names.</summary>
    public static async Task<IReadOnlyList<Delivery>> TroubledAsync(
        RecordDesk desk,
        Domain.Staff.StaffMember who,
        Progress progress,
        CancellationToken cancellationToken
    )
    {
        var troubled = new List<Delivery>();
        if (!progress.Tally.HasTrouble)
            return troubled;
        foreach (var state in Trouble)
        {
            if (troubled.Count >= ProgressCard.MostTroubled)
                break;
            if (
                await desk.DeliveriesAsync(
                    who,
                    progress.Campaign.Id,
                    new DeliveryFilter { State = state },
                    0,
                    ProgressCard.MostTroubled - troubled.Count,
                    cancellationToken
                )
                is Answer<IReadOnlyList<Delivery>>.Ok { Value: var found }
            )
                troubled.AddRange(found);
        }
        return troubled;
    }

    private async Task<FlowResult> ChangeAsync(
        Visit visit,
        CardAction action,
        Func<Domain.Staff.StaffMember, long, int, CancellationToken, Task<Answer<Progress>>> change,
        CancellationToken cancellationToken
    )
    {
        var answer = await change(visit.Who, action.Campaign(), action.Version(), cancellationToken);
        return answer switch
        {
            Answer<Progress>.Ok { Value: var progress } => await DrawAsync(visit, progress, cancellationToken),
            Answer<Progress>.Stale => await OpenAsync(visit, action.Campaign(), cancellationToken, old: true),
            _ => visit.Refusal(answer),
        };
    }

    private async Task<FlowResult> DrawAsync(Visit visit, Progress progress, CancellationToken cancellationToken, bool old = false) =>
        new FlowResult.Card(
            ProgressCard.Draw(
                visit.Phrases,
                progress,
                await TroubledAsync(desk, visit.Who, progress, cancellationToken),
                old,
                visit.Who.Is(progress.Campaign.Sender),
                visit.Who.MayApprove(progress.Campaign),
                time.GetUtcNow()
            ),
            Did: !old
        );
}
