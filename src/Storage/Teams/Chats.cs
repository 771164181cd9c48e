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
            "select newest, shown, joins, opened, told, asks from chats where conversation_id = @conversation",
            row => new Chat(row.TextOrNull("newest"), row.TextOrNull("shown"), row.LongOrNull("joins"), Whose(row.TextOrNull("opened")))
            {
                Told = Whose(row.TextOrNull("told")),
                AskedOn = row.TextOrNull("asks"),
            },
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
            insert into chats (conversation_id, newest, shown, joins, opened, told, asks)
            values (@conversation, @activity, @shown, @joins, @opened, @told, @asks)
            on conflict (conversation_id) do update set newest = excluded.newest, shown = excluded.shown, joins = excluded.joins,
                asks = excluded.asks, opened = coalesce(excluded.opened, chats.opened),
                told = case when excluded.opened is null then coalesce(excluded.told, chats.told) end
            """,
            cancellationToken,
            [.. Values(conversation, activity, mark), ("shown", mark is null ? null : activity)]
        );

    /// <summary>A card of ours that stands in the chat already was pressed, and shows this from now on.</summary>
    public Task ShownAsync(string conversation, string activity, ChatMark mark, CancellationToken cancellationToken) =>
        database.ExecuteAsync(
            """
            insert into chats (conversation_id, newest, shown, joins, opened, told, asks)
            values (@conversation, null, @activity, @joins, @opened, @told, @asks)
            on conflict (conversation_id) do update set shown = excluded.shown, joins = excluded.joins, asks = excluded.asks,
                opened = coalesce(excluded.opened, chats.opened), told = case when excluded.opened is null then chats.told end
            where chats.shown is distinct from excluded.shown or chats.joins is distinct from excluded.joins
                or chats.asks is distinct from excluded.asks or chats.opened is distinct from coalesce(excluded.opened, chats.opened)
                or (excluded.opened is not null and chats.told is not null)
            """,
            cancellationToken,
            Values(conversation, activity, mark)
        );

    /// <summary>A card that stands in the chat already tells of this customer's message from now on.</summary>
    public Task ToldAsync(string conversation, CustomerKey customer, CancellationToken cancellationToken) =>
        database.ExecuteAsync(
            """
            insert into chats (conversation_id, told) values (@conversation, @told)
            on conflict (conversation_id) do update set told = excluded.told where chats.told is distinct from excluded.told
            """,
            cancellationToken,
            ("conversation", Key(conversation)),
            ("told", customer.ToString())
        );

    private static CustomerKey? Whose(string? key) => key is null ? null : CustomerKey.Parse(key);

    private static (string, object?)[] Values(string conversation, string? activity, ChatMark? mark) =>
        [
            ("conversation", Key(conversation)),
            ("activity", activity is null ? null : Key(activity)),
            ("joins", mark?.Joins),
            ("opened", mark?.Opened?.ToString()),
            ("told", mark?.Told?.ToString()),
            ("asks", mark is { Asks: true } && activity is not null ? Key(activity) : null),
        ];

    private static string Key(string id) => StoredText.Clean(id, 1_000);
}

/// <summary>What a card is about.</summary>
/// <param name="Joins">The draft being written on it.</param>
/// <param name="Opened">The customer whose conversation it shows.</param>
public sealed record ChatMark(long? Joins, CustomerKey? Opened)
{
    /// <summary>The customer whose message it tells of.</summary>
    public CustomerKey? Told { get; init; }

    /// <summary>It asks for a file for that draft, and holds nothing that could be typed into.</summary>
    public bool Asks { get; init; }
}

/// <param name="Newest">The last message; null where its id is not known.</param>
/// <param name="Shown">The card drawn last.</param>
/// <param name="Joins">The draft being written on that card.</param>
/// <param name="Opened">The customer whose conversation was opened last.</param>
public sealed record Chat(string? Newest, string? Shown, long? Joins, CustomerKey? Opened)
{
    /// <summary>The customer whose message was told of last, if no conversation was opened since.</summary>
    public CustomerKey? Told { get; init; }

    /// <summary>The card that asked for a file.</summary>
    public string? AskedOn { get; init; }

    /// <summary>The card that asks for a file for <see cref="Joins"/>, if it was the last thing drawn.</summary>
    public string? Asking => AskedOn == Shown ? AskedOn : null;

    /// <summary>The draft on whose card nothing has followed, or that has just asked for a file: what is attached joins it.</summary>
    public long? Joined => (Newest is not null && Newest == Shown) || Asking is not null ? Joins : null;
}
