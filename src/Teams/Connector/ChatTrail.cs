using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Storage.Teams;

namespace OmoBroadcast.Teams.Connector;

/// <summary>
/// Keeps what stands last in each chat. A line that could not be written stops nothing that somebody waits for; until one can be written
/// again nothing is known of that chat, and whoever attaches something there is asked what it is for.
/// </summary>
public sealed partial class ChatTrail(Chats chats, ILogger<ChatTrail> log)
{
    private readonly ConcurrentDictionary<string, bool> doubtful = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, int> underWay = new(StringComparer.Ordinal);

    /// <summary>Null: nothing is known. Throws what the database throws when it is away.</summary>
    public async Task<Chat?> FindAsync(string conversation, CancellationToken cancellationToken) =>
        doubtful.ContainsKey(conversation) || underWay.ContainsKey(conversation)
            ? null
            : await chats.FindAsync(conversation, cancellationToken);

    /// <summary>Whose conversation somebody may mean who names nobody, likeliest first: a guess, to be asked about.</summary>
    public async Task<IReadOnlyList<CustomerKey>> MeantAsync(string conversation, CancellationToken cancellationToken) =>
        await chats.FindAsync(conversation, cancellationToken) is { } chat
            ? [.. ((CustomerKey?[])[chat.Told, chat.Opened]).OfType<CustomerKey>().Distinct()]
            : [];

    /// <summary>A message is on its way into the chat: until <paramref name="say"/> has ended and its outcome is written down, nothing is
    /// known of what stands last there.</summary>
    /// <param name="said">Whether it stands there, or may, and under which id.</param>
    public async Task<T> SayAsync<T>(string conversation, ChatMark? mark, Func<Task<T>> say, Func<T, (bool May, string? Id)> said)
    {
        underWay.AddOrUpdate(conversation, 1, (_, others) => others + 1);
        try
        {
            // Before it: whoever sees it may answer at once. And not after it, when they may have opened another.
            if (
                mark is { Told: { } told }
                && await TryAsync(conversation, () => chats.ToldAsync(conversation, told, CancellationToken.None))
            )
                mark = mark with { Told = null };
            var outcome = await say();
            if (said(outcome) is { May: true, Id: var id })
                await SaidAsync(conversation, id, mark);
            return outcome;
        }
        finally
        {
            // The last one takes the entry away.
            while (!Leave(conversation)) { }
        }
    }

    private bool Leave(string conversation) =>
        underWay.TryGetValue(conversation, out var count)
        && (
            count == 1
                ? underWay.TryRemove(new KeyValuePair<string, int>(conversation, 1))
                : underWay.TryUpdate(conversation, count - 1, count)
        );

    /// <summary>There is a new message in the chat.</summary>
    /// <param name="activity">Null where its id is not known.</param>
    public async Task SaidAsync(string conversation, string? activity, ChatMark? mark)
    {
        if (await TryAsync(conversation, () => chats.SaidAsync(conversation, activity, mark, CancellationToken.None)))
            doubtful.TryRemove(conversation, out _);
    }

    /// <summary>A card that stands in the chat shows something else now.</summary>
    public Task ShownAsync(string conversation, string activity, ChatMark mark) =>
        TryAsync(conversation, () => chats.ShownAsync(conversation, activity, mark, CancellationToken.None));

    /// <summary>A card that stands in the chat tells of this customer's message from now on.</summary>
    public Task ToldAsync(string conversation, CustomerKey customer) =>
        TryAsync(conversation, () => chats.ToldAsync(conversation, customer, CancellationToken.None));

    private async Task<bool> TryAsync(string conversation, Func<Task> write)
    {
        try
        {
            await write();
            return true;
        }
        catch (Exception trouble)
        {
            doubtful[conversation] = true;
            LogNotWritten(trouble);
            return false;
        }
    }

    [LoggerMessage(LogLevel.Warning, "What stands last in a chat could not be written down")]
    private partial void LogNotWritten(Exception trouble);
}
