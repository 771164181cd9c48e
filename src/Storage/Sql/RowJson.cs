using System.Text.Json.Serialization;

namespace OmoBroadcast.Storage.Sql;

/// <summary>Rows that a statement takes as JSON, for <see cref="Engine.Table"/>: a member is the column of its name, in small letters with
/// underscores. And lists of values.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(IEnumerable<NotedMessage>))]
[JsonSerializable(typeof(IEnumerable<WentRequest>))]
[JsonSerializable(typeof(IEnumerable<DerivedRequest>))]
[JsonSerializable(typeof(IEnumerable<SuppressedId>))]
[JsonSerializable(typeof(IEnumerable<TallyLine>))]
[JsonSerializable(typeof(IEnumerable<BegunAct>))]
[JsonSerializable(typeof(IEnumerable<EndedAct>))]
[JsonSerializable(typeof(IEnumerable<long>))]
[JsonSerializable(typeof(IEnumerable<string>))]
[JsonSerializable(typeof(IReadOnlyList<string>))]
internal sealed partial class RowJson : JsonSerializerContext;

/// <param name="Request">As 32 hexadecimal digits, as all ids here.</param>
internal readonly record struct NotedMessage(
    int Account,
    string PlatformId,
    string? Request,
    int Part,
    string UserId,
    long SentAt,
    int Rank,
    long RankedAt,
    string? Code,
    string? Reason,
    string? Category,
    string? PriceType
);

internal readonly record struct WentRequest(string Request, int Went);

internal readonly record struct DerivedRequest(string Request, int State, int Parts, int Rank, string? Code, string? Reason);

/// <param name="State">A state of requests, or -1 minus a rank.</param>
internal readonly record struct TallyLine(long Campaign, int Account, int State, string Code, long Messages);

internal readonly record struct SuppressedId(string UserId, int Kind, int Active, long At, string EventId);

/// <param name="Mark">That of the try which wrote it.</param>
internal readonly record struct BegunAct(long At, string Staff, string Act, string Target, string? Once, string Mark);

internal readonly record struct EndedAct(long Id, int Outcome);
