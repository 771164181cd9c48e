namespace OmoBroadcast.Domain.Channels;

/// <summary>What a platform says it takes for a message.</summary>
/// <param name="Category">As the platform calls it, in lower case: <c>service</c>, <c>marketing</c>.</param>
/// <param name="Type"><c>regular</c> is charged; else the word for why it is free.</param>
public sealed record MessagePricing(string Category, string Type)
{
    public const string Regular = "regular",
        FreeService = "free_customer_service";
}
