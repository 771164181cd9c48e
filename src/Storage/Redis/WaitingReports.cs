using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Storage.Sql;

namespace OmoBroadcast.Storage.Redis;

/// <summary>Reports of platforms that came while SQL was away, kept until they can be written there.</summary>
public sealed class WaitingReports(RedisConnection redis)
{
    private const int AtOnce = 500;

    /// <summary>Of a platform's headers, only signatures are ever kept.</summary>
    private const string OneReport = "omo-report";

    private static readonly JsonSerializerOptions Options = With(new GeneratedTypes(ReportTypes.Default, typeof(MessageDetails)));

    internal static JsonSerializerOptions With(IJsonTypeInfoResolver types) =>
        new() { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, TypeInfoResolver = types.WithAddedModifier(Name) };

    /// <summary>Throws what Redis throws when it is away.</summary>
    public Task KeepAsync(IReadOnlyList<InboundEvent> reports, CancellationToken cancellationToken) =>
        Task.WhenAll(
            reports
                .GroupBy(report => report.Account)
                .Select(account =>
                    redis.WriteAsync(
                        new Call(
                            Script.Later,
                            [Keys.Reports(account.Key)],
                            [.. account.Select(report => (StackExchange.Redis.RedisValue)JsonSerializer.Serialize(report, Options))]
                        ),
                        cancellationToken
                    )
                )
        );

    /// <summary>Gives what was kept to <paramref name="write"/> and forgets it when that has returned: each at least once, so it must not
    /// matter how often.</summary>
    /// <returns>Whether there were any.</returns>
    public async Task<bool> DrainAsync(
        AccountKey account,
        Func<IReadOnlyList<InboundEvent>, Task> write,
        CancellationToken cancellationToken
    )
    {
        var any = false;
        var list = Keys.Reports(account);
        while (await redis.AskAsync(database => database.ListRangeAsync(list, 0, AtOnce - 1), cancellationToken) is { Length: > 0 } kept)
        {
            any = true;
            await write(Array.ConvertAll(kept, report => JsonSerializer.Deserialize<InboundEvent>((string)report!, Options)!));
            await redis.WriteAsync(new Call(Script.Drained, [list], kept), cancellationToken);
        }

        return any;
    }

    /// <summary>A report by itself, for SQL to keep.</summary>
    public static WaitingWebhook Alone(InboundEvent report, DateTimeOffset at) =>
        new(
            report.Account.Channel,
            new Dictionary<string, string> { [OneReport] = "1" },
            JsonSerializer.SerializeToUtf8Bytes(report, Options),
            at
        );

    /// <summary>The report that was kept so; null for a platform's call.</summary>
    public static InboundEvent? Read(WaitingWebhook kept) =>
        kept.Headers.ContainsKey(OneReport) ? JsonSerializer.Deserialize<InboundEvent>(kept.Body.Span, Options) : null;

    private static void Name(JsonTypeInfo type)
    {
        // Nodes of the version before write and read this word.
        if (type.Type == typeof(InboundBody.TemplateChanged))
            type.Properties.Single(property => property.Name == nameof(InboundBody.TemplateChanged.Scope)).Name = "Waba";
        if (type.Type == typeof(InboundBody))
        {
            type.PolymorphismOptions = Named(
                typeof(InboundBody.Receipt),
                typeof(InboundBody.Echo),
                typeof(InboundBody.Standing),
                typeof(InboundBody.Renamed),
                typeof(InboundBody.Message),
                typeof(InboundBody.TemplateChanged)
            );
        }
        if (type.Type == typeof(SendOutcome))
        {
            type.PolymorphismOptions = Named(
                typeof(SendOutcome.Accepted),
                typeof(SendOutcome.Throttled),
                typeof(SendOutcome.Unavailable),
                typeof(SendOutcome.Unknown),
                typeof(SendOutcome.Refused),
                typeof(SendOutcome.Unreachable),
                typeof(SendOutcome.MediaGone)
            );
        }
    }

    private static JsonPolymorphismOptions Named(params Type[] types)
    {
        var options = new JsonPolymorphismOptions { TypeDiscriminatorPropertyName = "is" };
        foreach (var type in types)
            options.DerivedTypes.Add(new(type, type.Name));
        return options;
    }
}
