using System.Text.Json;
using OmoBroadcast.Adapters.Wire;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Texts;

namespace OmoBroadcast.Adapters.Line;

/// <summary>Names of people, from LINE's profile call; it knows friends and those who have written, but not who blocked the
/// account.</summary>
/// <seealso href="https://developers.line.biz/en/reference/messaging-api/#get-profile"/>
internal sealed class LineProfiles(LineAccounts accounts, TimeProvider time) : IProfiles
{
    public ChannelId Id => LineTraits.Id;

    public async Task<Profile?> FindAsync(CustomerKey customer, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (accounts.Find(customer.Account) is not { } account || !LineChannel.IsUserId(customer.UserId))
            return null;
        return await TryFetch
            .AskAsync(
                time,
                async token =>
                {
                    using var response = await account
                        .Api.ProfileAsync(customer.UserId, account.Authorization, token)
                        .ConfigureAwait(false);
                    if (!response.IsSuccessStatusCode)
                        return null;
                    using var answer = await Answer.ReadAsync(response, token).ConfigureAwait(false);
                    if (answer.TooLong)
                        return null;
                    using var document = JsonDocument.Parse(answer.Body);
                    return
                        document.RootElement.ValueKind == JsonValueKind.Object
                        && LooseJson.Text(document.RootElement, "displayName"u8) is { } name
                        && VisibleText.Shows(name)
                        ? new Profile(name.Trim(), LooseJson.Text(document.RootElement, "language"u8))
                        : null;
                },
                cancellationToken
            )
            .ConfigureAwait(false);
    }
}
