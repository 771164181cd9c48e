namespace OmoBroadcast.Sandbox.Platform;

/// <summary>The accounts of one platform, or of several that belong together.</summary>
internal interface IPlatformAccounts
{
    /// <summary>They are of this platform.</summary>
    bool Hold(Channel channel);

    /// <summary>By id; without one, the first.</summary>
    PlatformAccount? Find(Channel channel, string? id);

    /// <summary>Makes an account known; null if that cannot be its id.</summary>
    PlatformAccount? Declare(Channel channel, AccountFacts facts);

    /// <summary>What was counted starts anew; the accounts stay.</summary>
    void Forget();
}
