namespace OmoBroadcast.Storage.Sql;

/// <summary>What is written in one transaction. <paramref name="Cursor"/> is where the next page begins.</summary>
public sealed record LaunchPage(string? Cursor, IReadOnlyList<NewDelivery> Deliveries, IReadOnlyList<NewRequest> Requests);
