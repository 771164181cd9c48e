using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Storage.Sql;

namespace OmoBroadcast.Storage.Teams;

/// <summary>What stands last in each personal chat in Teams: what is attached there belongs to what its sender sees.</summary>
public sealed class Chats(Database database)
{
    /// <summary>Null: nothing is known of the chat.</summary>
    public async Task<Chat?> FindAsync(string conversation, CancellationToken cancellationToken)
    {
        var found = await database.QueryAsync(
            "select newest, shown, joins, opened from chats where conversation_id = @conversation",
            row => new Chat(
                row.Text(0),
                row.Text(1),
                row.IsDBNull(2) ? null : row.GetInt64(2),
                row.Text(3) is { } key ? CustomerKey.Parse(key) : null
            ),
            cancellationToken,
            ("conversation", Key(conversation))
        );
        return found.SingleOrDefault();
    }

    /// <summary>There is a new message in the chat, whoever wrote it.</summary>
    /// <param name="activity">Null where its id is not known.</param>
    /// <param name="mark">What a card in it is about; null: nothing is attached to that message.</param>
    public Task SaidAsync(string conversation, string? activity, ChatMark? mark, CancellationToken cancellationToken) =>
        database.ExecuteAsync(
            """
            insert into chats (conversation_id, newest, shown, joins, opened) values (@conversation, @activity, @shown, @joins, @opened)
            on conflict (conversation_id) do update set newest = excluded.newest, shown = excluded.shown, joins = excluded.joins, opened =
                coalesce(excluded.opened, chats.opened)
            """,
            cancellationToken,
            [.. Values(conversation, activity, mark), ("shown", mark is null ? null : activity)]
        );

    /// <summary>A card of ours that stands in the chat already was pressed, and shows this from now on.</summary>
    public Task ShownAsync(string conversation, string activity, ChatMark mark, CancellationToken cancellationToken) =>
        database.ExecuteAsync(
            """
            insert into chats (conversation_id, newest, shown, joins, opened) values (@conversation, null, @activity, @joins, @opened)
            on conflict (conversation_id) do update set shown = excluded.shown, joins = excluded.joins, opened = coalesce(excluded.opened,
                chats.opened)
            where chats.shown is distinct from excluded.shown or chats.joins is distinct from excluded.joins
                or chats.opened is distinct from coalesce(excluded.opened, chats.opened)
            """,
            cancellationToken,
            Values(conversation, activity, mark)
        );

    private static (string, object?)[] Values(string conversation, string? activity, ChatMark? mark) =>
        [
            ("conversation", Key(conversation)),
            ("activity", activity is null ? null : Key(activity)),
            ("joins", mark?.Joins),
            ("opened", mark?.Opened?.ToString()),
        ];

    private static string Key(string id) => StoredText.Clean(id, 1_000);
}

/// <summary>What a card is about.</summary>
/// <param name="Joins">The draft being written on it.</param>
/// <param name="Opened">The customer whose conversation it shows.</param>
public sealed record ChatMark(long? Joins, CustomerKey? Opened);

/// <param name="Newest">The last message; null where its id is not known.</param>
/// <param name="Shown">The card drawn last.</param>
/// <param name="Joins">The draft being written on that card.</param>
/// <param name="Opened">The customer whose conversation was opened last.</param>
public sealed record Chat(string? Newest, string? Shown, long? Joins, CustomerKey? Opened)
{
    /// <summary>The draft on whose card nothing has followed: what is attached beneath it joins it.</summary>
    public long? Joined => Newest is not null && Newest == Shown ? Joins : null;
}
