namespace OmoBroadcast.Tests.Playing;

/// <summary>How somebody outside speaks to a house.</summary>
internal abstract class Face(TestHouse house) : IAsyncDisposable
{
    public TestHouse House => house;

    public HttpClient Http => house.Http;

    public string Logs => house.Logs;

    public T Get<T>()
        where T : notnull => house.Get<T>();

    public virtual ValueTask DisposeAsync() => house.DisposeAsync();
}
