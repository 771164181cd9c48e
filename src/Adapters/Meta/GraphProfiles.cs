using System.Text.Json;
using OmoBroadcast.Adapters.Wire;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Texts;

namespace OmoBroadcast.Adapters.Meta;

/// <summary>Names of people, as far as Meta tells them to an account they have written to.</summary>
internal static class GraphProfiles
{
    public static async Task<Profile?> FindAsync(
        MetaAccounts accounts,
        CustomerKey customer,
        string fields,
        Func<JsonElement, string?> name,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (accounts.Find(customer.Account) is not { } account || !PageId.IsOne(customer.UserId))
            return null;
        return await TryFetch
            .AskAsync(
                time,
                async token =>
                {
                    using var response = await account
                        .Api.FindAsync(account.Version, customer.UserId, fields, account.Authorization, account.Proof, token)
                        .ConfigureAwait(false);
                    if (!response.IsSuccessStatusCode)
                        return null;
                    using var answer = await Answer.ReadAsync(response, token).ConfigureAwait(false);
                    if (answer.TooLong)
                        return null;
                    using var document = JsonDocument.Parse(answer.Body);
                    return
                        document.RootElement.ValueKind == JsonValueKind.Object
                        && name(document.RootElement) is { } found
                        && VisibleText.Shows(found)
                        ? new Profile(found.Trim(), null)
                        : null;
                },
                cancellationToken
            )
            .ConfigureAwait(false);
    }
}
