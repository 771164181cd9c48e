using System.Text.Json;
using OmoBroadcast.Adapters.Wire;
using OmoBroadcast.Domain.Channels;

namespace OmoBroadcast.Adapters.Line;

/// <summary>The month's messages of a plan and what is used of them. LINE calls the latter approximate; both count what was sent from its
/// own console too.</summary>
/// <seealso href="https://developers.line.biz/en/reference/messaging-api/#get-quota"/>
/// <seealso href="https://developers.line.biz/en/reference/messaging-api/#get-consumption"/>
internal sealed class LineQuotas(LineAccounts accounts, TimeProvider time) : IQuotas
{
    public ChannelId Id => LineTraits.Id;

    public async Task<Quota?> FindAsync(AccountKey account, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (accounts.Find(account) is not { } known)
            return null;
        return await TryFetch
            .AskAsync(
                time,
                async token =>
                {
                    if (
                        await ReadAsync(known.Api.QuotaAsync(known.Authorization, token), Plan, token).ConfigureAwait(false) is not { } plan
                    )
                        return null;
                    if (plan.Limit is null)
                        return new Quota(null, 0);
                    var used = await ReadAsync(
                            known.Api.ConsumptionAsync(known.Authorization, token),
                            root => LooseJson.Number(root, "totalUsage"u8),
                            token
                        )
                        .ConfigureAwait(false);
                    return used is { } count and >= 0 ? plan with { Used = count } : null;
                },
                cancellationToken
            )
            .ConfigureAwait(false);
    }

    private static Quota? Plan(JsonElement root) =>
        LooseJson.Text(root, "type"u8) switch
        {
            "none" => new Quota(null, 0),
            "limited" when LooseJson.Number(root, "value"u8) is { } value and >= 0 => new Quota(value, 0),
            _ => null,
        };

    private static async Task<T?> ReadAsync<T>(
        Task<HttpResponseMessage> call,
        Func<JsonElement, T?> read,
        CancellationToken cancellationToken
    )
    {
        using var response = await call.ConfigureAwait(false);
        if (!response.IsSuccessStatusCode)
            return default;
        using var answer = await Answer.ReadAsync(response, cancellationToken).ConfigureAwait(false);
        if (answer.TooLong)
            return default;
        using var document = JsonDocument.Parse(answer.Body);
        return document.RootElement.ValueKind == JsonValueKind.Object ? read(document.RootElement) : default;
    }
}
