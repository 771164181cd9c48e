namespace OmoBroadcast.Sandbox.Customers;

/// <summary>Somebody on LINE.</summary>
internal sealed class Customer(UInt128 id, int index, int seed, string account)
{
    public UInt128 Id => id;

    /// <summary>Place among the customers of the account, from 0.</summary>
    public int Index => index;

    public string Account => account;

    public bool Blocked { get; set; }

    public string Name => Names.Of(seed, index).Name;

    public string Language => Names.Of(seed, index).Language;
}
