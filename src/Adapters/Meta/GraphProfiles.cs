using System.Text.Json;
using OmoBroadcast.Adapters.Wire;
using OmoBroadcast.Domain.Channels;

namespace OmoBroadcast.Adapters.Meta;

/// <summary>Names of people, as far as Meta tells them to an account they have written to.</summary>
internal static class GraphProfiles
{
    public static async Task<Profile?> FindAsync(
        MetaAccounts accounts, CustomerKey customer, string fields, Func<JsonElement, string?> name, TimeProvider time, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (accounts.Find(customer.Account) is not { } account || !PageId.IsOne(customer.UserId)) return null;
        using var deadline = new CancellationTokenSource(OneCall.Deadline, time);
        using var stop = cancellation.UnsafeRegister(static state => ((CancellationTokenSource)state!).Cancel(), deadline);
        try
        {
            using var response = await account.Api.FindAsync(account.Version, customer.UserId, fields, account.Authorization, account.Proof, deadline.Token).ConfigureAwait(false);
            if (!response.IsSuccessStatusCode) return null;
            using var answer = await Answer.ReadAsync(response, deadline.Token).ConfigureAwait(false);
            if (answer.TooLong) return null;
            using var document = JsonDocument.Parse(answer.Body);
            return document.RootElement.ValueKind == JsonValueKind.Object && name(document.RootElement) is { } found && !string.IsNullOrWhiteSpace(found)
                ? new Profile(found.Trim(), null) : null;
        }
#pragma warning disable CA1031 // Whatever went wrong, the platform does not tell now.
        catch (Exception)
#pragma warning restore CA1031
        {
            cancellation.ThrowIfCancellationRequested();
            return null;
        }
    }
}
