using System.Text.Json;
using OmoBroadcast.Adapters.Meta;
using OmoBroadcast.Adapters.Wire;
using OmoBroadcast.Domain.Channels;

namespace OmoBroadcast.Adapters.Instagram;

/// <summary>Names of people who have written to an account; without a name what they go by.</summary>
internal sealed class InstagramProfiles(MetaAccounts accounts, TimeProvider time) : IProfiles
{
    public ChannelId Id => InstagramTraits.Id;

    public Task<Profile?> FindAsync(CustomerKey customer, CancellationToken cancellationToken) =>
        GraphProfiles.FindAsync(accounts, customer, "name,username", Name, time, cancellationToken);

    private static string? Name(JsonElement person) =>
        LooseJson.Text(person, "name"u8) is { Length: > 0 } name ? name : LooseJson.Text(person, "username"u8);
}
