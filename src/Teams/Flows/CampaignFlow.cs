using System.Globalization;
using OmoBroadcast.Broadcast.Desk;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Store.Promises;
using OmoBroadcast.Teams.Cards;
using OmoBroadcast.Teams.Inbound;
using OmoBroadcast.Teams.Texts;

namespace OmoBroadcast.Teams.Flows;

/// <summary>群發, from choosing to the button. Every card carries the version it was drawn from; an old one is answered with the present one.</summary>
internal sealed class CampaignFlow(CampaignDesk desk, RecordDesk records, RecordFlow recordFlow, CampaignCards cards)
{
    private const int LongestFilter = 60;

    public async Task<Shown> StartAsync(Visit visit, CancellationToken ct)
    {
        var answer = await desk.StartAsync(visit.Who, visit.Locale, ct);
        return answer is Answer<Chosen>.Ok { Value: var chosen } ? new Shown.Card(ChooseCard.Draw(visit.Phrases, chosen)) : visit.Refusal(answer);
    }

    /// <summary>Applies the filters of the card; with step "form" the draft's own are kept and the card only comes back.</summary>
    public async Task<Shown> ChooseAsync(Visit visit, CardAction action, CancellationToken ct)
    {
        var (audience, no) = await AudienceAsync(visit, action, ct);
        if (audience is null) return no!;
        var answer = await desk.ChooseAsync(visit.Who, action.Campaign(), action.Version(), audience, ct);
        return answer switch
        {
            Answer<Chosen>.Ok { Value: var chosen } => new Shown.Card(ChooseCard.Draw(visit.Phrases, chosen)),
            Answer<Chosen>.Stale => await PresentAsync(visit, action.Campaign(), ct),
            _ => visit.Refusal(answer),
        };
    }

    /// <summary>From the choose card and from the preview (step "form"): the five inputs. From the five inputs: the preview.</summary>
    public Task<Shown> ComposeAsync(Visit visit, CardAction action, CancellationToken ct) =>
        action.Text("step") == "form" ? FormAsync(visit, action, ct) : TakeTextsAsync(visit, action, ct);

    public async Task<Shown> PreviewAsync(Visit visit, CardAction action, CancellationToken ct)
    {
        var found = await DraftAsync(visit, action.Campaign(), ct);
        return found.Draft is null ? found.No! : await PreviewAsync(visit, action.Campaign(), ct);
    }

    public Task<Shown> SendAsync(Visit visit, CardAction action, CancellationToken ct) => ConfirmAsync(visit, action, null, ct);

    public async Task<Shown> ScheduleAsync(Visit visit, CardAction action, CancellationToken ct)
    {
        if (Moments.Read(action.Text("date"), action.Text("time"), visit.Zone) is { } at) return await ConfirmAsync(visit, action, at, ct);
        return await PreviewAsync(visit, action.Campaign(), ct, new FieldError("at", visit.Phrases["Invalid_schedule.when"]), action);
    }

    // The card is noted before the button takes effect: a crash in between must not leave a broadcast without its card.
    private async Task<Shown> ConfirmAsync(Visit visit, CardAction action, DateTimeOffset? at, CancellationToken ct)
    {
        var id = action.Campaign();
        var found = await DraftAsync(visit, id, ct);
        if (found.Draft is null) return found.No!;
        if (visit.CardId is not null) await cards.SaveAsync(id, new TeamsCard(visit.Address.ServiceUrl, visit.Address.ConversationId, visit.CardId), ct);
        var answer = await desk.ConfirmAsync(visit.Who, id, action.Version(), at, ct);
        return answer switch
        {
            Answer<Campaign>.Ok => await recordFlow.OpenAsync(visit, id, ct),
            Answer<Campaign>.Stale => await PresentAsync(visit, id, ct),
            Answer<Campaign>.Invalid { Field: "text1" } invalid => Form(visit, found.Draft, [], saved: true, visit.Error(invalid)),
            Answer<Campaign>.Invalid invalid => await PreviewAsync(visit, id, ct, visit.Error(invalid), action),
            _ => visit.Refusal(answer),
        };
    }

    /// <summary>What an old card is answered with.</summary>
    public async Task<Shown> PresentAsync(Visit visit, long id, CancellationToken ct)
    {
        var found = await DraftAsync(visit, id, ct);
        if (found.Draft is not { } draft) return found.No!;
        if (draft.Content.Messages.Count > 0) return await PreviewAsync(visit, id, ct, old: true);
        var answer = await desk.ChooseAsync(visit.Who, id, draft.Version, draft.Audience, ct);
        return answer is Answer<Chosen>.Ok { Value: var chosen } ? new Shown.Card(ChooseCard.Draw(visit.Phrases, chosen, old: true)) : visit.Refusal(answer);
    }

    private async Task<Shown> FormAsync(Visit visit, CardAction action, CancellationToken ct)
    {
        var found = await DraftAsync(visit, action.Campaign(), ct);
        if (found.Draft is not { } draft) return found.No!;
        if (draft.Version != action.Version()) return await PresentAsync(visit, draft.Id, ct);
        if (HasFilters(action))
        {
            var answer = await desk.ChooseAsync(visit.Who, draft.Id, draft.Version, Audience(action), ct);
            if (answer is Answer<Chosen>.Stale) return await PresentAsync(visit, draft.Id, ct);
            if (answer is not Answer<Chosen>.Ok { Value: var chosen }) return visit.Refusal(answer);
            if (chosen.Matching == 0) return new Shown.Card(ChooseCard.Draw(visit.Phrases, chosen, new FieldError("tag", visit.Phrases["Invalid_audience.empty"])));
            draft = chosen.Campaign;
        }
        return Form(visit, draft, Texts(draft), saved: true);
    }

    private async Task<Shown> TakeTextsAsync(Visit visit, CardAction action, CancellationToken ct)
    {
        var found = await DraftAsync(visit, action.Campaign(), ct);
        if (found.Draft is not { } draft) return found.No!;
        if (draft.Version != action.Version()) return await PresentAsync(visit, draft.Id, ct);
        var (texts, kept) = Typed(action, draft);
        var answer = await desk.ComposeAsync(visit.Who, draft.Id, draft.Version, texts, ct);
        return answer switch
        {
            Answer<Preview>.Ok { Value: var preview } => new Shown.Card(PreviewCard.Draw(visit.Phrases, preview)),
            Answer<Preview>.Stale => await PresentAsync(visit, draft.Id, ct),
            Answer<Preview>.Invalid invalid when !kept => Form(visit, draft, texts, saved: false, visit.Error(invalid)),
            _ => visit.Refusal(answer),
        };
    }

    private static Shown Form(Visit visit, Campaign draft, IReadOnlyList<string> texts, bool saved, FieldError? error = null) =>
        ComposeCard.Draw(visit.Phrases, draft, texts, saved, error) is { } card ? new Shown.Card(card)
        : new Shown.Note(error is null ? visit.Phrases["Invalid"] : visit.Phrases.Say("Invalid_At", error.Field[^1], error.Text));

    private async Task<Shown> PreviewAsync(Visit visit, long id, CancellationToken ct, FieldError? error = null, CardAction? typed = null, bool old = false)
    {
        var answer = await desk.PreviewAsync(visit.Who, id, ct);
        if (answer is not Answer<Preview>.Ok { Value: var preview }) return visit.Refusal(answer);
        if (preview.Campaign.State != CampaignState.Draft) return await recordFlow.OpenAsync(visit, id, ct, old: true);
        return new Shown.Card(PreviewCard.Draw(visit.Phrases, preview, error, Moments.Date(typed?.Text("date")), Moments.Time(typed?.Text("time")), old));
    }

    // The campaign as it stands, if it is still a draft; else what to show instead.
    private async Task<(Campaign? Draft, Shown? No)> DraftAsync(Visit visit, long id, CancellationToken ct)
    {
        var answer = await records.ProgressAsync(visit.Who, id, ct);
        if (answer is not Answer<Progress>.Ok { Value: { Campaign: var campaign } }) return (null, visit.Refusal(answer));
        if (!string.Equals(campaign.Sender, visit.Who.Id, StringComparison.OrdinalIgnoreCase)) return (null, visit.Refusal(new Answer<Campaign>.Denied()));
        return campaign.State == CampaignState.Draft ? (campaign, null) : (null, await recordFlow.OpenAsync(visit, id, ct, old: true));
    }

    private async Task<(Audience? Audience, Shown? No)> AudienceAsync(Visit visit, CardAction action, CancellationToken ct)
    {
        if (action.Text("step") != "form") return (Audience(action), null);
        var found = await DraftAsync(visit, action.Campaign(), ct);
        return (found.Draft?.Audience, found.No);
    }

    // Cleared inputs are left out by Teams: an absent one is an empty one.
    private static Audience Audience(CardAction action) => new()
    {
        WithTag = Given(action, "tag"),
        MessageWithin = Filters.Read(action.Text("within")),
        MessageBefore = Filters.Read(action.Text("before")),
        NameContains = Given(action, "name"),
    };

    private static bool HasFilters(CardAction action) =>
        action.Text("tag") is not null || action.Text("within") is not null || action.Text("before") is not null || action.Text("name") is not null;

    private static string? Given(CardAction action, string name) =>
        action.Text(name)?.Trim() is { Length: > 0 and <= LongestFilter } text ? text : null;

    private static (IReadOnlyList<string> Texts, bool Kept) Typed(CardAction action, Campaign draft)
    {
        var saved = Texts(draft);
        var keep = (action.Text("keep") ?? "").Split(',');
        var texts = new string[Content.MostMessages];
        var kept = false;
        for (var i = 1; i <= texts.Length; i++)
        {
            var number = i.ToString(CultureInfo.InvariantCulture);
            var stays = keep.Contains(number) && action.Text($"drop{number}") != "true" && i <= saved.Count;
            kept |= stays;
            texts[i - 1] = stays ? saved[i - 1] : action.Text($"text{number}") ?? "";
        }
        return (texts, kept);
    }

    private static List<string> Texts(Campaign campaign) => [.. campaign.Content.Messages.OfType<OutboundMessage.Text>().Select(text => text.Words)];
}
