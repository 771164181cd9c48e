using System.Globalization;
using System.Runtime.CompilerServices;
using OmoBroadcast.Desks.Inbox;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Storage.Redis;
using OmoBroadcast.Storage.Sql;

namespace OmoBroadcast.Desks.Privacy;

/// <summary>Everything that is held of a person.</summary>
public sealed class PersonalDataReader(Conversations conversations, ConversationHistory history, CustomerBook book, Erasures erasures)
{
    /// <summary>The newest words last; nothing for who may not know. Throws what the stores throw when
    /// they are away.</summary>
    public async IAsyncEnumerable<PersonalDatum> TellAsync(
        StaffMember me,
        CustomerKey person,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        if (me.Role != Role.Administrator || await conversations.FindAsync(person) is not { } known)
            yield break;
        yield return new(PersonalDatumKind.Name, null, known.Name ?? "");
        foreach (var tag in known.Tags)
            yield return new(PersonalDatumKind.Tag, null, tag);
        foreach (var kind in (await book.Suppressions.FindAsync([person], cancellationToken)).GetValueOrDefault(person) ?? [])
            yield return new(PersonalDatumKind.OptOut, null, kind.ToString());
        if (await book.Bindings.FindAsync(person, cancellationToken) is { Staff: { } staff } bound)
            yield return new(PersonalDatumKind.Binding, bound.At, staff);
        foreach (var note in await book.Notes.LatestAsync(person, Notes.Kept, cancellationToken))
            yield return new(PersonalDatumKind.Note, note.At, note.Words);
        foreach (var sent in await erasures.SentAsync(person, cancellationToken))
            yield return new(
                PersonalDatumKind.Delivery,
                sent.At,
                string.Create(CultureInfo.InvariantCulture, $"{sent.Campaign} {sent.State}")
            );
        foreach (var line in await history.AllAsync(person, cancellationToken))
            yield return new(
                line.From is null ? PersonalDatumKind.Said : PersonalDatumKind.Answer,
                line.At,
                line.Text ?? line.Kind.ToString()
            );
    }
}

/// <summary>One thing that is held of a person.</summary>
/// <param name="At">When it was said or done; null for what has no time.</param>
public sealed record PersonalDatum(PersonalDatumKind Kind, DateTimeOffset? At, string Words);

/// <summary>What a <see cref="PersonalDatum"/> is.</summary>
public enum PersonalDatumKind
{
    Name,
    Tag,
    OptOut,
    Binding,
    Note,
    Delivery,
    Said,
    Answer,
}
