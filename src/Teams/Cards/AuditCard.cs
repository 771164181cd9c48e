using System.Globalization;
using System.Text.Json.Nodes;
using OmoBroadcast.Desks.Words;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Teams.Texts;

namespace OmoBroadcast.Teams.Cards;

/// <summary>稽核: who did what, when, on what.</summary>
internal static class AuditCard
{
    public const int PageSize = 15;

    private const int MostPeople = 80;
    private const int LongestName = 40;
    private const int LongestTarget = 120;

    /// <summary>Days that can be looked back.</summary>
    public static readonly int[] Days = [1, 7, 30, 400];

    public static JsonObject Draw(
        Phrases phrases,
        IReadOnlyList<AuditLine> lines,
        IReadOnlyList<StaffMember> people,
        string? person,
        int days,
        bool more
    )
    {
        var card = new Card(phrases).Title("Audit_Title");
        card.Input(
            Card.Choice(
                Field.Person,
                phrases["Label_Person"],
                person,
                [("", phrases["Choice_All"]), .. people.Take(MostPeople).Select(one => (one.Id, Markdown.Clip(one.Name, LongestName)))]
            )
        );
        card.Input(
            Card.Choice(Field.Days, phrases["Label_Days"], Number(days), Days.Select(day => (Number(day), phrases.Say("Audit_Days", day))))
        );
        if (lines.Count == 0)
            card.Say("Audit_None");
        foreach (var line in lines)
        {
            var who = line.Name.Length > 0 ? line.Name : line.StaffId;
            card.Text(
                $"{Moments.Show(line.At)} · **{Markdown.Escape(Markdown.Clip(who, LongestName))}** · "
                    + $"{Act(phrases, line.Act)} · {phrases.Of(line.Outcome)}"
                    + (line.Target.Length == 0 ? "" : $" · {Markdown.Escape(Markdown.Clip(Target(phrases, line.Target), LongestTarget))}")
            );
        }

        card.Action(Card.Button(Verbs.AuditOpen, phrases["Button_Show"], new JsonObject(), inputs: true));
        if (more)
            card.Action(Card.Button(Verbs.AuditOpen, phrases["Button_Next"], new(person, days, lines[^1].Id)));

        return card.Action(Card.Button(Verbs.AuditExport, phrases["Button_Export"], new(person, days))).Build();
    }

    /// <summary>What an act is called; a change to a draft by its verb.</summary>
    public static string Act(Phrases phrases, string act) => phrases.Has($"Act_{act}") ? phrases[$"Act_{act}"] : Markdown.Escape(act);

    // As the log has it: customers by their keys, or a kind and a number. Customers are shown by the id that their platform knows them by.
    private static string Target(Phrases phrases, string target) =>
        target.Split(' ') is [var kind, var number] && phrases.Has($"Target_{kind}")
            ? phrases.Say($"Target_{kind}", number)
            : string.Join(
                phrases["List_Comma"],
                target
                    .Split(' ')
                    .Select(part =>
                        CustomerKey.TryParse(part) is { } customer ? $"{phrases.Channel(customer.Account.Channel)} {customer.UserId}" : part
                    )
            );

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
