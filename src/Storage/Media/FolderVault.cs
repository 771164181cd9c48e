namespace OmoBroadcast.Storage.Media;

/// <summary>A folder, with a folder in it for each first two digits.</summary>
internal sealed class FolderVault(string folder) : Vault
{
    public override Task PutAsync(string id, string file, string contentType, CancellationToken cancellationToken)
    {
        var place = Place(id);
        Directory.CreateDirectory(Path.GetDirectoryName(place)!);
        // Within one file system: there or not there, never half.
        File.Move(file, place);
        return Task.CompletedTask;
    }

    public override Task<Stream?> OpenAsync(string id, long size, CancellationToken cancellationToken)
    {
        try
        {
            return Task.FromResult<Stream?>(
                new FileStream(
                    Place(id),
                    new FileStreamOptions
                    {
                        Share = FileShare.Read | FileShare.Delete,
                        Options = FileOptions.Asynchronous,
                        BufferSize = 0,
                    }
                )
            );
        }
        catch (Exception none) when (none is FileNotFoundException or DirectoryNotFoundException)
        {
            return Task.FromResult<Stream?>(null);
        }
    }

    public override Task DeleteAsync(string id, CancellationToken cancellationToken)
    {
        try
        {
            File.Delete(Place(id));
        }
        catch (DirectoryNotFoundException) { }

        return Task.CompletedTask;
    }

    public override void Dispose() { }

    // Ids are hexadecimal digits (MediaShelf.IsId), so no path can be made of one.
    private string Place(string id) => Path.Combine(folder, id[..2], id);
}
