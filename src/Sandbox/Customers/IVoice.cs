using OmoBroadcast.Sandbox.Platform;

namespace OmoBroadcast.Sandbox.Customers;

/// <summary>How a platform writes down what its people do.</summary>
internal interface IVoice
{
    /// <summary>It is how this platform writes.</summary>
    bool Speaks(Channel channel);

    /// <param name="account">Whose customer it is.</param>
    /// <param name="customer">Who does it.</param>
    /// <param name="say">What.</param>
    /// <param name="at">When, Unix milliseconds.</param>
    Told Write(PlatformAccount account, Customer customer, SayRequest say, long at);

    byte[] Body(PlatformAccount account, IReadOnlyCollection<Told> told);
}
