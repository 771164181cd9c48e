using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Teams.Cards;
using OmoBroadcast.Teams.Texts;

namespace OmoBroadcast.Teams.Flows;

/// <summary>The filters of the choose card. One that cannot be read is an error and not the lack of a filter: without it more people would
/// be chosen than were meant.</summary>
/// <param name="Audience">Null when something is wrong.</param>
/// <param name="Wrong">What is wrong, naming the field; the card keeps what was typed.</param>
internal sealed record AudienceForm(Audience? Audience, FlowResult? Wrong)
{
    private const int LongestFilter = 60,
        LongestKey = 200;

    /// <param name="draft">Whoever was picked one by one stays so while the filters are as they were.</param>
    public static AudienceForm Read(Visit visit, CardData typed, Campaign draft)
    {
        FlowResult? wrong = null;
        var audience = new Audience
        {
            WithTag = Text(Field.Tag, "Label_Tag"),
            WithoutTag = Text(Field.Without, "Label_Without"),
            Channel = Text(Field.Channel, "Label_Channel") is { } channel ? new ChannelId(channel) : null,
            Account = Given(Field.Account) is { } account ? Key(account) : null,
            WindowOpen = typed.Text(Field.Window) == "true",
            NeverAnswered = typed.Text(Field.Unanswered) == "true",
            MessageWithin = Age(Field.Within, "Label_Within"),
            MessageBefore = Age(Field.Before, "Label_Before"),
            NameContains = Text(Field.Name, "Label_Name"),
            // Which store is not the card's to say.
            Store = typed.Text(Field.Whose) == "store" && visit.Who.Manages(visit.Who.Store) ? visit.Who.Store : null,
        };
        if (wrong is not null)
            return new(null, wrong);
        var before = draft.Audience with { Picked = null, BoundOn = null, TemplateOn = null, TemplateScope = null, Retry = null };
        return new(audience == before ? audience with { Picked = draft.Audience.Picked } : audience, null);

        string? Given(string name) => typed.Text(name)?.Trim() is { Length: > 0 } text ? text : null;

        string? Text(string name, string label)
        {
            var text = Given(name);
            if (text?.Length > LongestFilter)
                Say(label, visit.Phrases.Say("Invalid_filter.too_long", LongestFilter));
            return text;
        }

        TimeSpan? Age(string name, string label)
        {
            if (Given(name) is not { } text)
                return null;
            var age = Filters.Read(text);
            if (age is null)
                Say(label, visit.Phrases["Invalid_filter.unknown"]);
            return age;
        }

        AccountKey? Key(string text)
        {
            try
            {
                if (text.Length <= LongestKey)
                    return AccountKey.Parse(text);
            }
            catch (FormatException)
            {
                // Nobody's account.
            }

            Say("Label_Account", visit.Phrases["Invalid_filter.unknown"]);
            return null;
        }

        void Say(string label, string sentence) =>
            wrong ??= new FlowResult.Note(visit.Phrases.Say("Labelled", visit.Phrases[label], sentence));
    }
}
