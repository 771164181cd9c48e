using System.Text.Json;
using OmoBroadcast.Adapters.Meta;
using OmoBroadcast.Adapters.Wire;
using OmoBroadcast.Domain.Channels;

namespace OmoBroadcast.Adapters.Messenger;

/// <summary>Names of people who have written to a page.</summary>
internal sealed class MessengerProfiles(MetaAccounts accounts, TimeProvider time) : IProfiles
{
    public ChannelId Id => MessengerTraits.Id;

    public Task<Profile?> FindAsync(CustomerKey customer, CancellationToken cancellationToken) =>
        GraphProfiles.FindAsync(accounts, customer, "name,first_name,last_name", Name, time, cancellationToken);

    private static string? Name(JsonElement person) =>
        LooseJson.Text(person, "name"u8) is { Length: > 0 } name
            ? name
            : $"{LooseJson.Text(person, "first_name"u8)} {LooseJson.Text(person, "last_name"u8)}";
}
