using System.Buffers.Text;
using System.Security.Cryptography;
using OmoBroadcast.Domain.Channels;
using StackExchange.Redis;

namespace OmoBroadcast.Storage.Redis;

/// <summary>Short-lived links to what customers sent: whoever knows one may look, and nobody can guess one.</summary>
public sealed class ReceivedLinks(RedisConnection redis)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(2);

    private const int CodeLength = 22;

    /// <summary>A new link; answers its code. Throws what Redis throws when it is away.</summary>
    public async Task<string> MakeAsync(ReceivedLink link, CancellationToken cancellationToken)
    {
        var code = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16));
        await redis.RunAsync(
            new Call(
                Script.Show,
                [Keys.Shown(code)],
                [
                    $"{(link.Preview ? 'p' : 'w')}{link.Account}\n{link.Media}{(link.UserId is null ? "" : "\n" + link.UserId)}",
                    (long)Lifetime.TotalMilliseconds,
                ]
            ),
            cancellationToken
        );
        return code;
    }

    /// <summary>Null for one that never was or is no more.</summary>
    public async Task<ReceivedLink?> FindAsync(string code, CancellationToken cancellationToken)
    {
        if (code.Length != CodeLength || !code.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_'))
            return null;
        var kept = (string?)await redis.AskAsync(database => database.StringGetAsync(Keys.Shown(code)), cancellationToken);
        return kept?.Split('\n', 3) is [var front, var media, .. var user]
            ? new(AccountKey.Parse(front[1..]), media, front[0] == 'p') { UserId = user.FirstOrDefault() }
            : null;
    }
}

/// <summary>One thing that a customer sent.</summary>
/// <param name="Media">As the platform called it.</param>
/// <param name="Preview">The small picture of it.</param>
public sealed record ReceivedLink(AccountKey Account, string Media, bool Preview)
{
    /// <summary>Who sent it: then it is to be seen as long as it stands in the conversation with them.</summary>
    public string? UserId { get; init; }
}
